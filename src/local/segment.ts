import { Followers } from './followers';
import { sortSuffixes } from './suffixArray';
import { BOUNDARY } from './vocabulary';

/**
 * The longest context that predicts a lexeme, in lexemes: the model is a 13-gram model. White space
 * counts as a lexeme too: 12 reach from `'../` back to the names in `import { Name } from`. With 9
 * fewer lines are completed, with 16 no more (`npm run bench -- engine`).
 */
export const LONGEST_CONTEXT = 12;

/** A range of positions in a segment, `end` not included. */
export interface PositionRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Contexts seen more often than this count every occurrence, masked or not: one file more or less
 * does not change what such a context predicts, and their followers can be remembered.
 */
const OFTEN = 1024;

/** The most followers that are remembered, over all frequent contexts: 8 bytes each. */
const MOST_REMEMBERED = 1 << 19;

const NOTHING: PositionRange = { start: 0, end: 0 };

/**
 * The lexemes of many documents with a suffix array over them: where any context of up to
 * `LONGEST_CONTEXT` lexemes occurs, and what followed it there. 9 bytes a lexeme, for all orders.
 */
export class Segment {
  private readonly masked: Uint8Array;
  private readonly remembered = new Map<number, Followers>();
  private rememberedLength = 0;
  /** Changes when the lexemes do. */
  readonly fingerprint: string;

  private constructor(
    readonly lexemes: Int32Array,
    private readonly suffixes: Int32Array,
    /** Where each document lies, the boundary that ends it included. */
    private readonly documents: ReadonlyMap<string, PositionRange>,
  ) {
    this.masked = new Uint8Array(lexemes.length);
    this.fingerprint = fingerprintOf(lexemes);
  }

  /**
   * Lays `documents` out with boundaries between them and sorts; yields between steps of about a
   * millisecond.
   *
   * @param idLimit all ids are below it
   */
  static *build(
    documents: ReadonlyMap<string, Int32Array>,
    idLimit: number,
  ): Generator<void, Segment> {
    let length = 1;
    for (const ids of documents.values()) length += ids.length + 1;
    const lexemes = new Int32Array(length);
    const ranges = new Map<string, PositionRange>();
    let position = 0;
    lexemes[position++] = BOUNDARY;
    for (const [name, ids] of documents) {
      lexemes.set(ids, position);
      const end = position + ids.length + 1;
      ranges.set(name, { start: position, end });
      lexemes[end - 1] = BOUNDARY;
      position = end;
    }
    const suffixes = yield* sortSuffixes(lexemes, LONGEST_CONTEXT + 1, idLimit);
    return new Segment(lexemes, suffixes, ranges);
  }

  static empty(): Segment {
    return new Segment(Int32Array.of(BOUNDARY), Int32Array.of(0), new Map());
  }

  get length(): number {
    return this.lexemes.length;
  }

  get isEmpty(): boolean {
    return this.documents.size === 0;
  }

  rangeOf(document: string): PositionRange | undefined {
    return this.documents.get(document);
  }

  /** The lexemes of a document, in the segment's own memory. */
  lexemesOf(document: string): Int32Array | undefined {
    const range = this.documents.get(document);
    return range && this.lexemes.subarray(range.start, range.end - 1);
  }

  /** Leaves a document out of what rare contexts predict (see `OFTEN`), or takes it in again. */
  mask(document: string, masked: boolean): void {
    const range = this.documents.get(document);
    if (range) this.masked.fill(masked ? 1 : 0, range.start, range.end);
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

  /**
   * What followed a context of `depth` lexemes that occurs at `low`..`high` of the suffix array.
   *
   * @param left positions to leave out, unless the context is very frequent
   * @param scratch where the answer may be put; it can be another object
   */
  followers(
    low: number,
    high: number,
    depth: number,
    scratch: Followers,
    left = NOTHING,
  ): Followers {
    if (high - low > OFTEN) return this.frequentFollowers(low, high, depth);
    scratch.clear();
    let current = -1;
    let count = 0;
    for (let index = low; index < high; index++) {
      const position = (this.suffixes[index] ?? 0) + depth;
      if (!this.counts(position, left)) continue;
      const lexeme = this.lexemes[position] ?? BOUNDARY;
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

  private counts(position: number, left: PositionRange): boolean {
    return (
      position < this.lexemes.length &&
      this.masked[position] === 0 &&
      (position < left.start || position >= left.end)
    );
  }

  private frequentFollowers(low: number, high: number, depth: number): Followers {
    const key = low * (LONGEST_CONTEXT + 1) + depth;
    let followers = this.remembered.get(key);
    if (!followers) {
      followers = this.runs(low, high, depth);
      if (this.rememberedLength + followers.length > MOST_REMEMBERED) {
        this.remembered.clear();
        this.rememberedLength = 0;
      }
      this.remembered.set(key, followers);
      this.rememberedLength += followers.length;
    }
    return followers;
  }

  /** The suffixes are sorted, so equal followers are neighbours: finds the end of each run. */
  private runs(low: number, high: number, depth: number): Followers {
    const followers = new Followers();
    while (low < high) {
      const lexeme = this.lexemes[(this.suffixes[low] ?? 0) + depth] ?? BOUNDARY;
      let step = 1;
      while (low + step < high && this.follows(low + step, depth) === lexeme) step *= 2;
      const end = this.lowerBound(low, Math.min(high, low + step), depth, lexeme + 1);
      followers.add(lexeme, end - low);
      low = end;
    }
    return followers;
  }

  private follows(index: number, depth: number): number {
    return this.lexemes[(this.suffixes[index] ?? 0) + depth] ?? BOUNDARY;
  }
}

/** FNV-1a over the ids. */
function fingerprintOf(lexemes: Int32Array): string {
  let hash = 0x811c9dc5;
  for (const lexeme of lexemes) hash = Math.imul(hash ^ lexeme, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
