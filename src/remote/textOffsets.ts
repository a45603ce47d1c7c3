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
  /** The text that some token may yet be found in, and where it starts in the choice's text. */
  private text = '';
  private textStart = 0;
  /** How much of `text` has been passed. */
  private passed = 0;
  /** Whether the tokens before were parts of a character, which ends before the next whole token. */
  private insideCharacter = false;

  /** The offsets of `tokens`, which belong to `text`, in UTF-16 code units from the choice's start. */
  add(text: string, tokens: readonly string[]): number[] {
    if (tokens.length === 1 && tokens[0] === text && this.isSettled()) return [this.pass(text)];
    this.textStart += this.passed;
    this.text = this.passed === this.text.length ? text : this.text.slice(this.passed) + text;
    this.passed = 0;
    const offsets = tokens.map((token) => this.locate(token));
    this.passed = Math.max(this.passed, this.text.length - LOOKAHEAD);
    return offsets;
  }

  /** Whether the next token starts right where the text so far ends. */
  private isSettled(): boolean {
    return this.passed === this.text.length && !this.insideCharacter;
  }

  /** The offset of a token that is all of `text`. */
  private pass(text: string): number {
    this.textStart += this.passed;
    this.text = text;
    this.passed = text.length;
    return this.textStart;
  }

  private locate(token: string): number {
    const offset = this.textStart + this.passed;
    // An empty token is found where the search stands, and leaves it there.
    if (token === '') return offset;
    const whole = isWhole(token);
    const ahead = this.find(token, whole);
    const found = ahead === 0 || (ahead > 0 && whole);
    this.insideCharacter = !found && !whole;
    if (!found) return offset;
    this.passed += ahead + token.length;
    return offset + ahead;
  }

  /** How far ahead `token` stands; -1 where it is not near. */
  private find(token: string, whole: boolean): number {
    const inside = this.insideCharacter && whole;
    if (!inside && this.text.startsWith(token, this.passed)) return 0;
    const near = this.text.slice(this.passed, this.passed + LOOKAHEAD + token.length);
    const behind = inside ? near.indexOf(token, characterLength(near)) : -1;
    return behind === -1 ? near.indexOf(token) : behind;
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
