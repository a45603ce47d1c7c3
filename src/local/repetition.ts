/** How often the same line may come in a row. */
const MOST_EQUAL_LINES = 3;

/**
 * Notices when generation goes round in circles, as a greedy n-gram model easily does: the same
 * whole line for the third time running. The end of the prompt's last line does not count as one.
 */
export class Repetition {
  private line = '';
  private isWholeLine = false;
  private previous: string | undefined;
  private equal = 0;

  /**
   * Adds a token's text; a line feed, if it has one, is at its beginning.
   *
   * @returns whether the token ends the same line for the third time
   */
  add(text: string): boolean {
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
