/** How often the same line may come in a row. */
const MOST_EQUAL_LINES = 3;

/** How often up to `LONGEST_CYCLE` tokens may come in a row: `"""""""" `, `0, 0, 0, `. */
const MOST_EQUAL_TOKENS = 8;
const LONGEST_CYCLE = 4;

/**
 * Notices when generation goes round in circles, as a greedy n-gram model easily does: the same few
 * tokens again and again, or the same whole line for the third time running. The end of the prompt's
 * last line does not count as one.
 */
export class Repetition {
  private line = '';
  private isWholeLine = false;
  private previous: string | undefined;
  private equal = 0;
  private readonly tokens: string[] = [];
  /** How many of the last tokens are the same as that so many before: by that distance. */
  private readonly same = new Int32Array(LONGEST_CYCLE + 1);

  /**
   * Adds a token's text; a line feed, if it has one, is at its beginning.
   *
   * @returns whether the token ends the same line for the third time, or the same tokens for the
   *   eighth
   */
  add(text: string): boolean {
    return this.closesCycle(text) || this.endsEqualLine(text);
  }

  private closesCycle(text: string): boolean {
    let closes = false;
    for (let distance = 1; distance <= LONGEST_CYCLE; distance++) {
      const isSame = this.tokens.at(-distance) === text;
      const same = isSame ? (this.same[distance] ?? 0) + 1 : 0;
      this.same[distance] = same;
      if (same >= distance * (MOST_EQUAL_TOKENS - 1)) closes = true;
    }
    this.tokens.push(text);
    if (this.tokens.length > LONGEST_CYCLE) this.tokens.shift();
    return closes;
  }

  private endsEqualLine(text: string): boolean {
    if (!text.startsWith('\n')) {
      this.line += text;
      return false;
    }
    if (this.isWholeLine) {
      this.equal = this.line === this.previous ? this.equal + 1 : 1;
      this.previous = this.line;
    }
    this.isWholeLine = true;
    this.line = text.slice(1);
    return this.equal >= MOST_EQUAL_LINES;
  }
}
