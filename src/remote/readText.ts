import type { BodySink } from './incomingAnswer';

/**
 * The text of a short body, at most `limit` bytes of it; of one that breaks off, what came.
 *
 * @param read begins to hand the body over
 */
export function readText(read: (sink: BodySink) => void, limit: number): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    // The status and what came say more than how it ended.
    const end = () => {
      resolve(new TextDecoder().decode(Buffer.concat(pieces).subarray(0, limit)));
    };
    const take = (piece: Uint8Array) => {
      if (length >= limit) return;
      pieces.push(piece);
      length += piece.length;
      if (length >= limit) end();
    };
    read({ take, end });
  });
}
