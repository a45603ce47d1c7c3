import type { Distribution } from './distribution';
import { LONGEST_CONTEXT } from './segment';
import { INTERPOLATION } from './segmentPredictor';
import { BOUNDARY } from './vocabulary';

/** The most recent occurrences of the last lexeme that are looked at. */
const MOST_OCCURRENCES = 1024;

/**
 * The n-grams of the text being written: what stands after the cursor, then what stands before it,
 * then what is generated. Code repeats what is near, so these count most. Each lexeme is linked to
 * its previous occurrence; contexts are compared backwards from there, which costs nothing to keep
 * up to date and is exact (of the last `MOST_OCCURRENCES`).
 */
export class PromptCache {
  private readonly lexemes: number[] = [];
  private readonly previous: number[] = [];
  private readonly latest = new Map<number, number>();
  private readonly frequencies = new Map<number, number>();
  private readonly followerAt = new Int32Array(MOST_OCCURRENCES);
  private readonly matchLength = new Int32Array(MOST_OCCURRENCES);
  private occurrences = 0;
  /** The position of the boundary at which the sequence begins; the suffix lies before it. */
  private readonly beginning: number;

  /** How often each context of 1 to `longest` lexemes occurred, by its length. */
  private readonly totals = new Int32Array(LONGEST_CONTEXT + 1);
  private longest = 0;

  constructor(suffix: readonly number[]) {
    for (const lexeme of suffix) this.append(lexeme);
    this.beginning = this.lexemes.length;
    this.append(BOUNDARY);
  }

  /** Each lexeme with how often it occurred, boundaries not counted. */
  get counts(): ReadonlyMap<number, number> {
    return this.frequencies;
  }

  append(lexeme: number): void {
    const position = this.lexemes.length;
    this.lexemes.push(lexeme);
    this.previous.push(this.latest.get(lexeme) ?? -1);
    this.latest.set(lexeme, position);
    if (lexeme === BOUNDARY) return;
    this.frequencies.set(lexeme, (this.frequencies.get(lexeme) ?? 0) + 1);
  }

  /** Takes the last lexeme back. */
  removeLast(): void {
    const lexeme = this.lexemes.pop();
    const previous = this.previous.pop();
    if (lexeme === undefined || previous === undefined) return;
    if (previous < 0) this.latest.delete(lexeme);
    else this.latest.set(lexeme, previous);
    const count = (this.frequencies.get(lexeme) ?? 0) - 1;
    if (count > 0) this.frequencies.set(lexeme, count);
    else this.frequencies.delete(lexeme);
  }

  /** The last lexemes of the sequence, at most `LONGEST_CONTEXT`, in order. */
  context(): number[] {
    return this.lexemes.slice(Math.max(this.beginning, this.lexemes.length - LONGEST_CONTEXT));
  }

  /**
   * Looks the contexts up that end where the sequence ends.
   *
   * @returns the length of the longest one that was seen before
   */
  look(): number {
    const end = this.lexemes.length;
    this.totals.fill(0);
    this.longest = 0;
    this.occurrences = 0;
    let position = this.previous[end - 1] ?? -1;
    while (position >= 0 && this.occurrences < MOST_OCCURRENCES) {
      const follower = position + 1;
      // What follows the end of the suffix is not known.
      if (follower !== this.beginning) this.addOccurrence(follower, end);
      position = this.previous[position] ?? -1;
    }
    for (let length = LONGEST_CONTEXT - 1; length > 0; length--) {
      this.totals[length] = (this.totals[length] ?? 0) + (this.totals[length + 1] ?? 0);
    }
    return this.longest;
  }

  private addOccurrence(follower: number, end: number): void {
    let length = 1;
    while (length < LONGEST_CONTEXT && end - length - 1 >= this.beginning) {
      const lexeme = this.lexemes[end - length - 1];
      if (lexeme !== this.lexemes[follower - length - 1]) break;
      length++;
    }
    this.followerAt[this.occurrences] = this.lexemes[follower] ?? BOUNDARY;
    this.matchLength[this.occurrences] = length;
    this.occurrences++;
    this.totals[length] = (this.totals[length] ?? 0) + 1;
    if (length > this.longest) this.longest = length;
  }

  /** Adds `share` of the probability, less what is left below the shortest context. */
  spread(share: number, distribution: Distribution): void {
    // What one occurrence gives: something for each context length with which it agrees.
    const worth = new Float64Array(LONGEST_CONTEXT + 1);
    let remaining = share;
    for (let length = this.longest; length > 0; length--) {
      worth[length] = (remaining * INTERPOLATION) / (this.totals[length] ?? 1);
      remaining *= 1 - INTERPOLATION;
    }
    for (let length = 1; length <= LONGEST_CONTEXT; length++) {
      worth[length] = (worth[length] ?? 0) + (worth[length - 1] ?? 0);
    }
    for (let index = 0; index < this.occurrences; index++) {
      const follower = this.followerAt[index] ?? BOUNDARY;
      distribution.add(follower, worth[this.matchLength[index] ?? 0] ?? 0);
    }
  }
}
