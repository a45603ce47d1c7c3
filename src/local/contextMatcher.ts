import { LONGEST_CONTEXT, type Segment } from './segment';

/**
 * Where the last 1, 2, … `LONGEST_CONTEXT` lexemes of a growing sequence occur in a segment, as
 * ranges of its suffix array. One lexeme more costs two binary searches for each length.
 */
export class ContextMatcher {
  private lows = new Int32Array(LONGEST_CONTEXT + 1);
  private highs = new Int32Array(LONGEST_CONTEXT + 1);
  private nextLows = new Int32Array(LONGEST_CONTEXT + 1);
  private nextHighs = new Int32Array(LONGEST_CONTEXT + 1);
  /** The length of the longest context that occurs. */
  longest = 0;

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
      const low = segment.lowerBound(lows[depth] ?? 0, high, depth, lexeme);
      const end = segment.lowerBound(low, high, depth, lexeme + 1);
      if (low >= end) break;
      longest = depth + 1;
      nextLows[longest] = low;
      nextHighs[longest] = end;
    }
    this.longest = longest;
    this.lows = nextLows;
    this.highs = nextHighs;
    this.nextLows = lows;
    this.nextHighs = highs;
  }
}
