import { LONGEST_CONTEXT, type Segment } from './segment';

/**
 * Where the last 1, 2, … `LONGEST_CONTEXT` lexemes of a growing sequence occur in a segment, as
 * ranges of its suffix array. One lexeme more costs two searches for each length.
 */
export class ContextMatcher {
  private lows = new Int32Array(LONGEST_CONTEXT + 1);
  private highs = new Int32Array(LONGEST_CONTEXT + 1);
  private nextLows = new Int32Array(LONGEST_CONTEXT + 1);
  private nextHighs = new Int32Array(LONGEST_CONTEXT + 1);
  /** The length of the longest context that occurs. */
  longest = 0;
  private longestBefore = 0;

  constructor(readonly segment: Segment) {
    this.restart();
  }

  /** Forgets the sequence. */
  restart(): void {
    this.longest = 0;
    this.lows[0] = 0;
    this.highs[0] = this.segment.length;
  }

  low(length: number): number {
    return this.lows[length] ?? 0;
  }

  high(length: number): number {
    return this.highs[length] ?? 0;
  }

  append(lexeme: number): void {
    const { segment, lows, highs, nextLows, nextHighs } = this;
    const deepest = Math.min(this.longest, LONGEST_CONTEXT - 1);
    nextLows[0] = 0;
    nextHighs[0] = segment.length;
    let longest = 0;
    for (let depth = 0; depth <= deepest; depth++) {
      const high = highs[depth] ?? 0;
      const low =
        depth === 0
          ? segment.startOf(lexeme)
          : segment.lowerBound(lows[depth] ?? 0, high, depth, lexeme);
      const end =
        depth === 0 ? segment.startOf(lexeme + 1) : segment.runEnd(low, high, depth, lexeme);
      if (low >= end) break;
      longest = depth + 1;
      nextLows[longest] = low;
      nextHighs[longest] = end;
    }
    this.longestBefore = this.longest;
    this.longest = longest;
    this.swap();
  }

  /** Takes the last lexeme back: once, and only right after it was appended. */
  takeBack(): void {
    this.longest = this.longestBefore;
    this.swap();
  }

  private swap(): void {
    const { lows, highs } = this;
    this.lows = this.nextLows;
    this.highs = this.nextHighs;
    this.nextLows = lows;
    this.nextHighs = highs;
  }
}
