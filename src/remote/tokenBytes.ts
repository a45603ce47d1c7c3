/** A token that is part of a character, as OpenAI's servers write it: `bytes:\xe2\x80`. */
const BYTES = /^bytes?: ?((?:\\x[\da-f]{2})+)$/i;

/**
 * The bytes of a token whose text stands for bytes that are no whole characters; undefined for any
 * other token.
 */
export function bytesOf(token: string): Uint8Array | undefined {
  if (!token.startsWith('byte')) return undefined;
  const [, escaped] = BYTES.exec(token) ?? [];
  if (escaped === undefined) return undefined;
  return Uint8Array.from(escaped.split('\\x').slice(1), (pair) => parseInt(pair, 16));
}

/**
 * The text of a token that came with its bytes: the text itself, or `bytes:\xe2\x80` where the bytes
 * are no whole characters and the text therefore stands for many different tokens.
 */
export function tokenText(text: string, bytes: unknown): string {
  const isCertain = text !== '' && !text.includes('\uFFFD');
  if (isCertain || !isByteList(bytes) || bytes.length === 0) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes),
    );
  } catch {
    return `bytes:${bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}`;
  }
}

function isByteList(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((byte) => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) <= 255)
  );
}
