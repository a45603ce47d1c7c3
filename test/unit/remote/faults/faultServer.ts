import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { type RawRequest, RawServer, streamed, textEvent } from '../rawServer';
import { closesAtEnd, type FaultCase } from './faultCase';

/** What the server says when a request is for no case. */
export const SOUND_TEXT = 'all is well';

/** A server that answers the request for a case with its fault. */
export class FaultServer {
  private readonly cases = new Map<string, FaultCase>();

  private constructor(private readonly raw: () => RawServer) {}

  static async start(): Promise<FaultServer> {
    const server = new FaultServer(() => raw);
    const raw = await RawServer.start((socket, request) => server.answer(socket, request));
    return server;
  }

  get url(): string {
    return this.raw().url;
  }

  get openConnections(): number {
    return this.raw().openConnections;
  }

  close(): Promise<void> {
    return this.raw().close();
  }

  /** Takes a case up: its fault answers the request with the `user` that is returned. */
  userFor(fault: FaultCase): string {
    const user = `case ${fault.number}`;
    this.cases.set(user, fault);
    return user;
  }

  forget(user: string): void {
    this.cases.delete(user);
  }

  private async answer(socket: Socket, { body }: RawRequest): Promise<void> {
    // By the user: a prompt may be shortened on the way.
    const { user } = JSON.parse(body) as { user?: string };
    const fault = this.cases.get(user ?? '');
    if (fault) await send(socket, fault);
    else socket.write(streamed(textEvent(SOUND_TEXT, 'stop')));
  }
}

async function send(socket: Socket, fault: FaultCase): Promise<void> {
  for (const piece of fault.pieces) {
    if (socket.destroyed) return;
    socket.write(piece);
    if (fault.pause === 0) await nextTurn();
    else if (fault.pause > 0) await wait(fault.pause);
  }
  const { ending } = fault.answer;
  if (ending === 'destroy') socket.destroy();
  else if (ending === 'reset') socket.resetAndDestroy();
  else if (closesAtEnd(fault)) socket.end();
}
