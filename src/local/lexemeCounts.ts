import { Unigrams } from './unigrams';
import type { Lexicon } from './vocabulary';

/** When more counts than this have changed, all are ordered anew. */
const MANY = 4096;

/** How often each lexeme occurs in all that is learned, as it changes. */
export class LexemeCounts {
  private counts = new Int32Array(1 << 12);
  private changed = new Set<number>();
  private latest: Unigrams | undefined;

  /** Adds lexemes, or takes them out again: `sign` -1. */
  add(lexemes: Int32Array, sign: 1 | -1): void {
    for (const lexeme of lexemes) this.addTo(lexeme, sign);
  }

  addTo(lexeme: number, occurrences: number): void {
    if (lexeme >= this.counts.length) {
      const longer = new Int32Array(2 * lexeme);
      longer.set(this.counts);
      this.counts = longer;
    }
    this.counts[lexeme] = (this.counts[lexeme] ?? 0) + occurrences;
    if (this.changed.size <= MANY) this.changed.add(lexeme);
  }

  /** The counts as they stand now; the boundary counts at least once. */
  unigrams(lexicon: Lexicon): Unigrams {
    if (this.latest && this.changed.size === 0) return this.latest;
    const counts = this.counts.slice(0, lexicon.size);
    counts[0] = Math.max(1, counts[0] ?? 0);
    this.latest =
      this.latest && this.changed.size <= MANY
        ? this.latest.changed(lexicon, counts, this.changed)
        : new Unigrams(lexicon, counts);
    this.changed = new Set();
    return this.latest;
  }
}
