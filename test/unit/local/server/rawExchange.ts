import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends bytes as they are and returns all that comes back, until the server ends or goes silent again. */
export async function rawExchange(
  url: string,
  bytes: string | Uint8Array,
  silence = 300,
): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (piece: Buffer) => {
    received += piece.toString('latin1');
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  // A server on a busy machine may take longer than that to begin.
  socket.once('data', () => socket.setTimeout(silence, () => socket.destroy()));
  socket.write(bytes);
  await once(socket, 'close');
  return received;
}
