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
  /** The text that some token may yet be found in, and where it starts in the choice's text. */
  private text = '';
  private textStart = 0;
  /** How much of `text` has been passed. */
  private passed = 0;

  /** The offsets of `tokens`, which belong to `text`, in UTF-16 code units from the choice's start. */
  add(text: string, tokens: readonly string[]): number[] {
    this.textStart += this.passed;
    this.text = this.passed === this.text.length ? text : this.text.slice(this.passed) + text;
    this.passed = 0;
    const offsets = tokens.map((token) => this.locate(token));
    this.passed = Math.max(this.passed, this.text.length - LOOKAHEAD);
    return offsets;
  }

  private locate(token: string): number {
    const offset = this.textStart + this.passed;
    if (this.text.startsWith(token, this.passed)) {
      this.passed += token.length;
      return offset;
    }
    if (!isWhole(token)) return offset;
    const near = this.text.slice(this.passed, this.passed + LOOKAHEAD + token.length);
    const ahead = near.indexOf(token);
    if (ahead === -1) return offset;
    this.passed += ahead + token.length;
    return offset + ahead;
  }
}

/** Whether a token's text stands for itself, rather than for some bytes of a character. */
function isWhole(token: string): boolean {
  return !token.includes('\uFFFD') && !/^byte(?:s)?: ?\\x/.test(token);
}
