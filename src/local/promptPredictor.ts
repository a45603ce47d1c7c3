import { PROMPT_TRUST, SCATTERED_TRUST } from './contextTrust';
import type { Distribution } from './distribution';
import { LexemeKind } from './lexemeKind';
import { NONE, type PromptText } from './promptText';
import { LONGEST_CONTEXT } from './segment';

/** The most recent occurrences of the last lexeme that are looked at. */
const MOST_OCCURRENCES = 512;

/** Contexts with gaps: the last lexeme, and the last word before it. */
const AFTER_WORD = LONGEST_CONTEXT + 1;
/** Or the lexeme that begins the line. */
const IN_LINE = LONGEST_CONTEXT + 2;

const CONTEXTS = LONGEST_CONTEXT + 3;

/**
 * Predicts the next lexeme of a text from the text itself, which is the nearest there is: code repeats
 * what it has just said. Besides the lexemes just before it goes by two contexts with gaps, which
 * saves 1 to 2 % of the bits.
 */
export class PromptPredictor {
  /** Of each occurrence of the last lexeme: the number that follows, and the context in common. */
  private readonly followers = new Int32Array(MOST_OCCURRENCES);
  private readonly lengths = new Uint8Array(MOST_OCCURRENCES);
  private readonly gaps = new Uint8Array(MOST_OCCURRENCES);
  private occurrences = 0;
  /**
   * Whether a symbol and a blank end the text. Contexts with gaps have the symbol then too: `= ` is not
   * followed by what follows other blanks of such a line, as `=` does.
   */
  private isAfterSymbol = false;

  /** By context: how often it was seen, how many followers differ, and what an occurrence is worth. */
  private readonly seen = new Int32Array(CONTEXTS);
  private readonly different = new Int32Array(CONTEXTS);
  private readonly weights = new Float64Array(CONTEXTS);

  /** By number of the follower. */
  private longestOf = new Uint8Array(0);
  private gapsOf = new Uint8Array(0);
  private readonly found: number[] = [];

  constructor(private readonly text: PromptText) {}

  /**
   * Looks the contexts up that end where the text ends.
   *
   * @returns the sum of their weights
   */
  look(): number {
    this.reset();
    const { at, previous, beginning, length } = this.text;
    this.isAfterSymbol =
      this.text.kindOf(at[length - 1] ?? 0) === LexemeKind.space &&
      this.text.kindOf(at[length - 2] ?? 0) === LexemeKind.symbol;
    let position = previous[length - 1] ?? NONE;
    while (position >= 0 && this.occurrences < MOST_OCCURRENCES) {
      // What follows the end of the suffix is not known.
      if (position + 1 !== beginning) this.addOccurrence(position);
      position = previous[position] ?? NONE;
    }
    for (let context = LONGEST_CONTEXT - 1; context > 0; context--) {
      this.seen[context] = (this.seen[context] ?? 0) + (this.seen[context + 1] ?? 0);
      this.different[context] = (this.different[context] ?? 0) + (this.different[context + 1] ?? 0);
    }
    let sum = 0;
    for (let context = 1; context < CONTEXTS; context++) {
      const weight = this.weightOf(context);
      this.weights[context] = weight;
      sum += weight;
    }
    return sum;
  }

  private weightOf(context: number): number {
    const seen = this.seen[context] ?? 0;
    if (seen === 0) return 0;
    const different = this.different[context] ?? 1;
    return context <= LONGEST_CONTEXT
      ? PROMPT_TRUST.weight(context, seen, different)
      : SCATTERED_TRUST.weight(context - LONGEST_CONTEXT, seen, different);
  }

  private reset(): void {
    const { length } = this.text.lexemes;
    if (this.longestOf.length < length) {
      this.longestOf = new Uint8Array(2 * length);
      this.gapsOf = new Uint8Array(2 * length);
    }
    for (const follower of this.found) {
      this.longestOf[follower] = 0;
      this.gapsOf[follower] = 0;
    }
    this.found.length = 0;
    this.occurrences = 0;
    this.seen.fill(0);
    this.different.fill(0);
  }

  private addOccurrence(position: number): void {
    const { at, wordBefore, lineStart } = this.text;
    const last = this.text.length - 1;
    const follower = at[position + 1] ?? 0;
    const length = this.commonLength(position);
    const word = wordBefore[last] ?? NONE;
    const line = lineStart[last] ?? NONE;
    const afterWord = word !== NONE && wordBefore[position] === word ? 1 : 0;
    const inLine = line !== NONE && lineStart[position] === line ? 2 : 0;
    const gaps = length === 1 && this.isAfterSymbol ? 0 : afterWord | inLine;
    this.followers[this.occurrences] = follower;
    this.lengths[this.occurrences] = length;
    this.gaps[this.occurrences] = gaps;
    this.occurrences++;
    this.count(this.seen, length);
    const before = this.longestOf[follower] ?? 0;
    if (before === 0) this.found.push(follower);
    if (length > before) {
      this.longestOf[follower] = length;
      this.count(this.different, length);
      if (before > 0) this.different[before] = (this.different[before] ?? 0) - 1;
    }
    if (gaps === 0) return;
    const known = this.gapsOf[follower] ?? 0;
    this.gapsOf[follower] = known | gaps;
    this.countGap(AFTER_WORD, gaps & 1, known & 1);
    this.countGap(IN_LINE, gaps & 2, known & 2);
  }

  private count(counts: Int32Array, context: number): void {
    counts[context] = (counts[context] ?? 0) + 1;
  }

  private countGap(context: number, agrees: number, known: number): void {
    if (agrees === 0) return;
    this.count(this.seen, context);
    if (known === 0) this.count(this.different, context);
  }

  /** How many lexemes before the end and before the end of this occurrence are the same. */
  private commonLength(position: number): number {
    const { at, beginning } = this.text;
    const last = this.text.length - 1;
    let length = 1;
    while (length < LONGEST_CONTEXT && last - length >= beginning) {
      if (at[last - length] !== at[position - length]) break;
      length++;
    }
    return length;
  }

  /** The weights of what counts less than `least`, which is left out. */
  neglect(least: number): number {
    let neglected = 0;
    for (let context = 1; context < CONTEXTS; context++) {
      const weight = this.weights[context] ?? 0;
      if (weight >= least) continue;
      neglected += weight;
      this.weights[context] = 0;
    }
    return neglected;
  }

  /** Adds the probability that the contexts give. @param unit what a weight of 1 is worth */
  spread(unit: number, distribution: Distribution): void {
    const { weights } = this;
    for (let context = 1; context < CONTEXTS; context++) {
      const each = ((weights[context] ?? 0) * unit) / Math.max(1, this.seen[context] ?? 1);
      const shorter = context <= LONGEST_CONTEXT ? (weights[context - 1] ?? 0) : 0;
      weights[context] = each + shorter;
    }
    const afterWord = weights[AFTER_WORD] ?? 0;
    const inLine = weights[IN_LINE] ?? 0;
    for (let index = 0; index < this.occurrences; index++) {
      const follower = this.followers[index] ?? 0;
      const gaps = this.gaps[index] ?? 0;
      let worth = weights[this.lengths[index] ?? 0] ?? 0;
      if ((gaps & 1) !== 0) worth += afterWord;
      if ((gaps & 2) !== 0) worth += inLine;
      distribution.addStanding(follower, worth);
    }
  }
}
