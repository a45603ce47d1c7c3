/** The text of a short body, at most `limit` bytes of it; of one that breaks off, what came. */
export async function readText(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of bytes) {
      pieces.push(piece);
      length += piece.length;
      if (length >= limit) break;
    }
  } catch {
    // The status and what came say more than how it ended.
  }
  return new TextDecoder().decode(Buffer.concat(pieces).subarray(0, limit));
}
