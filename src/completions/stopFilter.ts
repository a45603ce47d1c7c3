/**
 * Finds stop sequences in a growing text. None is ever part of what may be released: text that may
 * be the beginning of one is held back until it is clear.
 */
export class StopFilter {
  private text = '';
  private searched = 0;

  /** @param stops not empty strings */
  constructor(private readonly stops: readonly string[]) {}

  /**
   * Adds text.
   *
   * @returns how much of the whole text can be released, in UTF-16 code units, and whether it ends
   *   there because a stop sequence follows
   */
  add(text: string): { releasable: number; stopped: boolean } {
    this.text += text;
    const from = this.searched;
    let found = -1;
    for (const stop of this.stops) {
      const at = this.text.indexOf(stop, from);
      if (at >= 0 && (found < 0 || at < found)) found = at;
    }
    if (found >= 0) return { releasable: found, stopped: true };
    this.searched = this.firstPossibleBeginning(from);
    return { releasable: this.searched, stopped: false };
  }

  /** Where, at `from` or later, the end of the text is the beginning of a stop sequence. */
  private firstPossibleBeginning(from: number): number {
    const longest = this.stops.reduce((length, stop) => Math.max(length, stop.length), 1);
    for (let at = Math.max(from, this.text.length - longest + 1); at < this.text.length; at++) {
      const end = this.text.slice(at);
      if (this.stops.some((stop) => stop.startsWith(end))) return at;
    }
    return this.text.length;
  }
}
