import { bytesOf } from './tokenBytes';

/** What a server puts in the place of bytes that are no whole character. */
const REPLACEMENT = '\uFFFD';

/**
 * Puts characters together that a server cut into tokens and replaced piece by piece: their bytes are
 * in the tokens' names. Texts without such pieces pass as they are.
 */
export class PartialCharacters {
  private bytes: number[] = [];

  /** Whether nothing waits for its other bytes. */
  get isEmpty(): boolean {
    return this.bytes.length === 0;
  }

  /** The text of a piece, with what became whole in it; the rest is kept for the next piece. */
  add(text: string, tokens: readonly string[]): string {
    if (this.bytes.length === 0 && !text.includes(REPLACEMENT)) return text;
    const bytes = tokens.flatMap((token) => [...(bytesOf(token) ?? Buffer.from(token))]);
    // Else the tokens are those of another text, or their bytes are not told.
    const isTold = tokens.some(bytesOf) && collapsed(decode(bytes)) === collapsed(text);
    if (!isTold) return this.end() + text;
    for (const byte of bytes) this.bytes.push(byte);
    return this.takeWhole();
  }

  /** What never became whole. */
  end(): string {
    const text = decode(this.bytes);
    this.bytes = [];
    return text;
  }

  private takeWhole(): string {
    const rest = unfinishedLength(this.bytes);
    const whole = decode(this.bytes.slice(0, this.bytes.length - rest));
    this.bytes = this.bytes.slice(this.bytes.length - rest);
    return whole;
  }
}

/** The same however many replacements stand for the bytes of a part: servers differ in that. */
function collapsed(text: string): string {
  return text.replace(/\uFFFD+/g, REPLACEMENT);
}

/** How many bytes at the end begin a character that is not whole yet (RFC 3629, 3). */
function unfinishedLength(bytes: readonly number[]): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes.at(-back) ?? 0;
    if (byte >= 0x80 && byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function decode(bytes: readonly number[]): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}
