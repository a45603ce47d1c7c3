import { once } from 'node:events';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';

/** Has a server listen on loopback, and tells its port. */
export async function listenOnLoopback(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** The connections of a server, to be counted, and cut when it closes. */
export class OpenConnections {
  private readonly sockets = new Set<Duplex>();

  get count(): number {
    return this.sockets.size;
  }

  add(socket: Duplex): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }

  /** Cuts every connection and has `server` listen no more. */
  async close(server: Server): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
