import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import request from 'undici/lib/api/api-request.js';
import connector from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { AnswerHeaders } from './answerHeaders';
import { isClosedByServer } from './networkError';

/** How long an idle connection is kept, where the server does not say. Below usual NAT timeouts. */
const KEEP_ALIVE = 120_000;
/** How long a connection may take to be made, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

export interface OutgoingRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** The head of an answer, with its body still to come. */
export interface IncomingAnswer {
  readonly statusCode: number;
  readonly headers: AnswerHeaders;
  readonly body: Readable;
}

/** The connections of one backend. Follows no redirects, so that headers go to one origin only. */
export class ConnectionPool {
  private readonly connect = connector({ timeout: CONNECT_TIMEOUT });
  /** The sockets that do not belong to undici's agent yet, which would not close them. */
  private readonly connecting = new Set<Socket>();
  private readonly agent = new Agent({
    keepAliveTimeout: KEEP_ALIVE,
    connect: (options, callback) => {
      const socket = this.connect(options, (...result) => {
        this.connecting.delete(socket);
        callback(...result);
      });
      this.connecting.add(socket);
    },
    // The deadlines are those of Exchange, which know whether the consumer waits.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  /**
   * Sends `outgoing`. A request that met an idle connection which the server had closed meanwhile is
   * sent once more, on another one.
   *
   * @throws an error of undici or of the socket, or the signal's reason
   */
  async send(outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingAnswer> {
    const reused = this.hasIdleConnection(outgoing.origin);
    try {
      return await request.call(this.agent, { ...outgoing, signal });
    } catch (error) {
      if (!reused || signal.aborted || !isClosedByServer(error)) throw error;
      return await request.call(this.agent, { ...outgoing, signal });
    }
  }

  /** Closes every connection; requests under way fail. */
  dispose(): void {
    this.agent.destroy().catch(() => undefined);
    for (const socket of this.connecting) socket.destroy(new Error('The pool was closed.'));
  }

  private hasIdleConnection(origin: string): boolean {
    const stats = this.agent.stats[origin];
    return stats !== undefined && 'free' in stats && stats.free > 0;
  }
}
