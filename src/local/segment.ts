import { Followers } from './followers';
import { sortSuffixes, type PositionRange } from './suffixArray';
import { BOUNDARY } from './vocabulary';

export type { PositionRange };

/**
 * The longest context that predicts a lexeme, in lexemes: the model is a 13-gram model. White space
 * counts as a lexeme too: 12 reach from `'../` back to the names in `import { Name } from`. With 9
 * fewer lines are completed, with 16 no more (`npm run bench -- engine`).
 */
export const LONGEST_CONTEXT = 12;

/** By how many lexemes suffixes are sorted: the longest context and what follows it. */
export const SORTED_DEPTH = LONGEST_CONTEXT + 1;

/**
 * Contexts seen more often than this count every occurrence, also those to be left out: the text at
 * the cursor does not change what such a context predicts, and their followers can be remembered.
 */
const OFTEN = 1024;

/** Where nothing is left out, followers of contexts seen more often than this are remembered. */
const REMEMBERED = 32;

/**
 * So many followers of a remembered context are told, the most frequent ones: white space has
 * thousands, which say no more than how frequent they are in all that was learned.
 */
const MOST_FOLLOWERS = 256;

/** Contexts of one and two lexemes seen more often than this are looked up before anybody asks. */
const PREPARED = 1 << 13;

/** How many followers are looked up between two `yield`s: about a millisecond. */
const STEP = 1 << 12;

/** The most followers that are remembered, over all frequent contexts: 8 bytes each. */
const MOST_REMEMBERED = 1 << 19;

const NOTHING: readonly PositionRange[] = [];

/**
 * Lexemes with a suffix array over them: where any context of up to `LONGEST_CONTEXT` lexemes occurs,
 * and what followed it there. It never changes: what is learned later makes another one, which may
 * share the lexemes' memory.
 */
export class Segment {
  private readonly remembered = new Map<number, Followers>();
  private rememberedLength = 0;

  /**
   * @param suffixes positions in `lexemes`, sorted by `SORTED_DEPTH` lexemes, as `sortSuffixes` does
   * @param length how many of them there are
   * @param fingerprint changes when the lexemes do
   * @param starts where the suffixes begin that begin with each lexeme, and an end; looked up if not
   *   told
   */
  constructor(
    readonly lexemes: Int32Array,
    private readonly suffixes: Int32Array,
    readonly length: number,
    readonly fingerprint: string,
    private readonly starts?: Int32Array,
  ) {}

  /**
   * The lexemes of `documents`, each between boundaries of its own; yields between steps of about a
   * millisecond.
   *
   * @param idLimit all ids are below it
   */
  static *build(
    documents: ReadonlyMap<string, Int32Array>,
    idLimit: number,
    fingerprint = hexadecimal(0),
  ): Generator<unknown, Segment> {
    let length = 0;
    for (const ids of documents.values()) length += ids.length + 2;
    const lexemes = new Int32Array(length);
    const ranges: PositionRange[] = [];
    let start = 0;
    for (const ids of documents.values()) {
      const end = start + ids.length + 2;
      lexemes.set(ids, start + 1);
      ranges.push({ start, end });
      start = end;
    }
    const suffixes = yield* sortSuffixes(lexemes, ranges, SORTED_DEPTH, idLimit);
    return new Segment(lexemes, suffixes, suffixes.length, fingerprint);
  }

  static empty(): Segment {
    return new Segment(new Int32Array(0), new Int32Array(0), 0, hexadecimal(0));
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  /**
   * The first index in `low`..`high` of the suffix array, whose suffixes agree in `depth` lexemes,
   * with a lexeme at `depth` that is `lexeme` or greater.
   */
  lowerBound(low: number, high: number, depth: number, lexeme: number): number {
    const { lexemes, suffixes } = this;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lexemes[(suffixes[middle] ?? 0) + depth] ?? BOUNDARY) < lexeme) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where the suffixes begin that begin with `lexeme` or a greater one. */
  startOf(lexeme: number): number {
    return this.starts
      ? (this.starts[lexeme] ?? this.length)
      : this.lowerBound(0, this.length, 0, lexeme);
  }

  /**
   * Where the suffixes from `low` on end that have `lexeme` at `depth`, in a range as for `lowerBound`:
   * near `low`, as a rule.
   */
  runEnd(low: number, high: number, depth: number, lexeme: number): number {
    let step = 1;
    while (low + step < high && this.at(low + step, depth) === lexeme) {
      low += step;
      step *= 2;
    }
    return this.lowerBound(low, Math.min(high, low + step), depth, lexeme + 1);
  }

  /**
   * What followed a context of `depth` lexemes that occurs at `low`..`high` of the suffix array.
   *
   * @param left where occurrences begin that are left out, unless the context is very frequent:
   *   ranges in ascending order
   * @param scratch where the answer may be put; it can be another object
   */
  followers(
    low: number,
    high: number,
    depth: number,
    scratch: Followers,
    left = NOTHING,
  ): Followers {
    const often = left.length > 0 ? OFTEN : REMEMBERED;
    if (high - low > often) return this.frequentFollowers(low, high, depth);
    scratch.clear();
    let current = -1;
    let count = 0;
    for (let index = low; index < high; index++) {
      const position = this.suffixes[index] ?? 0;
      if (left.length > 0 && isWithin(position, left)) continue;
      const lexeme = this.lexemes[position + depth] ?? BOUNDARY;
      if (lexeme !== current) {
        if (count > 0) scratch.add(current, count);
        current = lexeme;
        count = 0;
      }
      count++;
    }
    if (count > 0) scratch.add(current, count);
    return scratch;
  }

  /**
   * Looks up what followed the most frequent contexts, so that the first requests need not; yields about
   * every millisecond.
   */
  *prepare(): Generator<void, void> {
    const { starts = [] } = this;
    for (let lexeme = 0; lexeme + 1 < starts.length; lexeme++) {
      let low = starts[lexeme] ?? 0;
      const high = starts[lexeme + 1] ?? 0;
      if (high - low <= PREPARED) continue;
      const all = yield* this.runs(low, high, 1);
      this.remember(low, 1, all);
      for (const count of all.counts.subarray(0, all.length)) {
        if (count > PREPARED) this.remember(low, 2, yield* this.runs(low, low + count, 2));
        low += count;
      }
    }
  }

  private frequentFollowers(low: number, high: number, depth: number): Followers {
    const known = this.remembered.get(keyOf(low, depth));
    if (known) return known;
    const runs = this.runs(low, high, depth);
    for (;;) {
      const step = runs.next();
      if (step.done === true) return this.remember(low, depth, step.value);
    }
  }

  private remember(low: number, depth: number, all: Followers): Followers {
    const followers = all.mostFrequent(MOST_FOLLOWERS);
    if (this.rememberedLength + followers.length > MOST_REMEMBERED) {
      this.remembered.clear();
      this.rememberedLength = 0;
    }
    this.remembered.set(keyOf(low, depth), followers);
    this.rememberedLength += followers.length;
    return followers;
  }

  /** The suffixes are sorted, so equal followers are neighbours: finds the end of each run. */
  private *runs(low: number, high: number, depth: number): Generator<void, Followers> {
    const followers = new Followers();
    while (low < high) {
      if (followers.length % STEP === STEP - 1) yield;
      const lexeme = this.at(low, depth);
      const end = this.runEnd(low, high, depth, lexeme);
      followers.add(lexeme, end - low);
      low = end;
    }
    return followers;
  }

  private at(index: number, depth: number): number {
    return this.lexemes[(this.suffixes[index] ?? 0) + depth] ?? BOUNDARY;
  }
}

/** By what a frequent context is remembered: where it begins in the suffix array, and its length. */
function keyOf(low: number, depth: number): number {
  return low * (LONGEST_CONTEXT + 1) + depth;
}

/** Whether `position` is in one of `ranges`, which are in ascending order. */
function isWithin(position: number, ranges: readonly PositionRange[]): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.end ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.start ?? Infinity) <= position;
}

/** A 32-bit number in eight digits. */
export function hexadecimal(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0');
}
