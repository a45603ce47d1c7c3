/** How far a token's text may lie ahead of where it was expected, in UTF-16 code units. */
const LOOKAHEAD = 64;

/**
 * Finds where each token of a choice starts in the choice's text, chunk by chunk. The offsets that
 * servers send are no use: some count from the start of the prompt, some in code points.
 *
 * A token that is part of a character has a made-up text (`�`, `byte: \xe2`) that is not found: it
 * gets the offset where the search stands.
 */
export class TextOffsets {
  /** The text that no token has been found for yet, and where it starts. */
  private unmatched = '';
  private position = 0;

  /** The offsets of `tokens`, which belong to `text`, in UTF-16 code units from the choice's start. */
  add(text: string, tokens: readonly string[]): number[] {
    this.unmatched += text;
    const offsets = tokens.map((token) => this.locate(token));
    this.skip(Math.max(0, this.unmatched.length - LOOKAHEAD));
    return offsets;
  }

  private locate(token: string): number {
    const ahead = this.unmatched.slice(0, LOOKAHEAD + token.length).indexOf(token);
    const found = ahead === 0 || (ahead > 0 && isWhole(token));
    if (found) this.skip(ahead);
    const offset = this.position;
    if (found) this.skip(token.length);
    return offset;
  }

  private skip(length: number): void {
    this.unmatched = this.unmatched.slice(length);
    this.position += length;
  }
}

/** Whether a token's text stands for itself, rather than for some bytes of a character. */
function isWhole(token: string): boolean {
  return !token.includes('\uFFFD') && !/^byte(?:s)?: ?\\x/.test(token);
}
