import { bytesOf } from './tokenBytes';

/** How far a token's text may lie ahead of where it was expected, in UTF-16 code units. */
const LOOKAHEAD = 64;

/**
 * Finds where each token of a choice starts in the choice's text, chunk by chunk. The offsets that
 * servers send are no use: some count from the start of the prompt, some in code points.
 *
 * A token that is part of a character has a made-up text (`�`, `bytes:\xe2`): it gets the offset of
 * the character.
 */
export class TextOffsets {
  /** The text that no token has been found for yet, and where it starts. */
  private unmatched = '';
  private position = 0;
  /** Whether the tokens before were parts of a character, which ends before the next whole token. */
  private insideCharacter = false;

  /** The offsets of `tokens`, which belong to `text`, in UTF-16 code units from the choice's start. */
  add(text: string, tokens: readonly string[]): number[] {
    this.unmatched += text;
    const offsets = tokens.map((token) => this.locate(token));
    this.skip(Math.max(0, this.unmatched.length - LOOKAHEAD));
    return offsets;
  }

  private locate(token: string): number {
    // An empty token is found where the search stands, and leaves it there.
    if (token === '') return this.position;
    const whole = isWhole(token);
    const ahead = this.find(token, whole);
    const found = ahead === 0 || (ahead > 0 && whole);
    if (found) this.skip(ahead);
    const offset = this.position;
    if (found) this.skip(token.length);
    this.insideCharacter = !found && !whole;
    return offset;
  }

  private find(token: string, whole: boolean): number {
    const text = this.unmatched;
    if (this.insideCharacter && whole) {
      const behind = text.indexOf(token, characterLength(text));
      if (behind !== -1 && behind <= LOOKAHEAD) return behind;
    }
    return text.startsWith(token) ? 0 : text.slice(0, LOOKAHEAD + token.length).indexOf(token);
  }

  private skip(length: number): void {
    this.unmatched = this.unmatched.slice(length);
    this.position += length;
  }
}

/** The length of the first character of `text`, in UTF-16 code units. */
function characterLength(text: string): number {
  return (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
}

/** Whether a token's text stands for itself, rather than for some bytes of a character. */
function isWhole(token: string): boolean {
  return !token.includes('\uFFFD') && bytesOf(token) === undefined;
}
