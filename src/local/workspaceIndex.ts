import type { LexemeCounts } from './lexemeCounts';
import type { LexemeHashes } from './lexemeHashes';
import { hexadecimal, Segment, SORTED_DEPTH } from './segment';
import { addCounts, countRanges } from './rangeCounts';
import { sharedNumbers, sortSuffixes, type GroupSorter, type PositionRange } from './suffixArray';
import { BOUNDARY } from './vocabulary';

/** How many suffixes are moved between two `yield`s: about a millisecond. */
const STEP = 1 << 16;

/** The memory that is set aside for further lexemes, in lexemes. */
const SPARE = 1 << 24;

/** Where the lexemes of a file are, between boundaries of its own. */
interface IndexedFile extends PositionRange {
  /** Of its text. */
  readonly hash: number;
  /** Whether its suffixes are in the order. */
  readonly isSorted: boolean;
}

/** A file as it is written to disk. */
export interface StoredFile extends IndexedFile {
  readonly name: string;
}

/** What is written to disk of an index. */
export interface StoredIndex {
  readonly lexemes: Int32Array;
  readonly suffixes: Int32Array;
  readonly files: readonly StoredFile[];
}

/**
 * The files of the workspace: their lexemes one behind the other, and one suffix array. Files that
 * change are sorted by themselves and merged into a new array in one pass, which also leaves out what
 * they were before: some ten milliseconds for a million lexemes, in steps. So a prediction never has
 * to look into several arrays, and counts are always exact.
 *
 * Kept: 8 bytes a lexeme. While a new array is made, the old one answers: 4 bytes more.
 */
export class WorkspaceIndex {
  private files = new Map<string, IndexedFile>();
  private lexemes: Int32Array = sharedNumbers(1 << 12);
  private used = 0;
  private live = 0;
  private suffixes: Int32Array = new Int32Array(0);
  /** Suffixes in the order that no longer count. */
  private readonly stale: PositionRange[] = [];
  /** How many suffixes begin with each lexeme. */
  private occurrences = new Int32Array(0);
  segment = Segment.empty();

  /** @param counts is kept up to date with what counts */
  constructor(
    private readonly counts: LexemeCounts,
    private readonly hashes: LexemeHashes,
  ) {}

  /** How many lexemes all files have. */
  get size(): number {
    return this.live;
  }

  get fileCount(): number {
    return this.files.size;
  }

  /** Adds a file, or replaces it. It counts from the next `update` on. */
  add(name: string, own: Int32Array): void {
    this.remove(name);
    const start = this.used;
    const end = start + own.length + 2;
    if (end > this.lexemes.length) this.grow(end);
    this.lexemes[start] = BOUNDARY;
    this.lexemes.set(own, start + 1);
    this.lexemes[end - 1] = BOUNDARY;
    this.used = end;
    this.live += own.length;
    this.files.set(name, { start, end, hash: this.hashes.of(own), isSorted: false });
  }

  /** Removes a file. It counts until the next `update`. */
  remove(name: string): void {
    const file = this.files.get(name);
    if (!file) return;
    this.files.delete(name);
    this.live -= file.end - file.start - 2;
    if (file.isSorted) this.stale.push(file);
  }

  /**
   * Makes a segment of what has been added and is left, if that differs from the one there is; yields
   * about every millisecond.
   *
   * @param isHidden whether a file does not count now, because its open document does
   * @param idLimit all ids are below it
   * @param sorter sorts what is much
   */
  *update(
    isHidden: (name: string) => boolean,
    idLimit: number,
    sorter?: GroupSorter,
  ): Generator<unknown, void> {
    const fresh: [string, IndexedFile][] = [];
    for (const entry of this.files) {
      const [name, file] = entry;
      const hidden = isHidden(name);
      if (!hidden && !file.isSorted) fresh.push(entry);
      if (hidden && file.isSorted) {
        this.stale.push(file);
        this.files.set(name, { ...file, isSorted: false });
      }
    }
    if (fresh.length === 0 && this.stale.length === 0) return;
    const gone = [...this.stale];
    const change = new Int32Array(idLimit);
    yield* countRanges(this.lexemes, gone, -1, change);
    yield* countRanges(
      this.lexemes,
      fresh.map(([, file]) => file),
      1,
      change,
    );
    if (this.used > 1.5 * this.live + 2 * this.files.size + STEP) {
      // A third of the memory is of files that are gone.
      for (const [name] of fresh) this.markSorted(name);
      yield* this.layOutAnew();
      yield* this.sortAll(idLimit, sorter);
    } else {
      const ranges = fresh.map(([, file]) => file);
      const sorted = yield* sortSuffixes(this.lexemes, ranges, SORTED_DEPTH, idLimit, sorter);
      this.suffixes = yield* this.merge(gone, sorted);
      for (const [name] of fresh) this.markSorted(name);
    }
    this.stale.length = 0;
    this.makeSegment(change);
  }

  /** The index as it can be restored, in its own memory: to be used at once. */
  store(): StoredIndex {
    const files = Array.from(this.files, ([name, file]) => ({ name, ...file }));
    return { lexemes: this.lexemes.subarray(0, this.used), suffixes: this.suffixes, files };
  }

  /** Takes a stored index over, in place of everything. @param idLimit all its ids are below it */
  restore({ lexemes, suffixes, files }: StoredIndex, idLimit: number): void {
    this.lexemes = lexemes;
    this.used = lexemes.length;
    this.suffixes = suffixes;
    this.stale.length = 0;
    this.live = 0;
    this.occurrences = new Int32Array(0);
    this.files = new Map();
    const change = new Int32Array(idLimit);
    for (const { name, start, end, isSorted, hash } of files) {
      this.files.set(name, { start, end, isSorted, hash });
      this.live += end - start - 2;
      if (isSorted) addCounts(lexemes, { start, end }, 1, change);
    }
    this.makeSegment(change);
  }

  private markSorted(name: string): void {
    const file = this.files.get(name);
    if (file) this.files.set(name, { ...file, isSorted: true });
  }

  private makeSegment(change: Int32Array): void {
    let fingerprint = 0;
    for (const { hash, isSorted } of this.files.values()) {
      if (isSorted) fingerprint = (fingerprint + hash) | 0;
    }
    const { lexemes, suffixes } = this;
    const occurrences = change.slice();
    const starts = new Int32Array(change.length + 1);
    for (const [lexeme, difference] of change.entries()) {
      const times = (this.occurrences[lexeme] ?? 0) + difference;
      occurrences[lexeme] = times;
      starts[lexeme + 1] = (starts[lexeme] ?? 0) + times;
    }
    const { length } = suffixes;
    this.segment = new Segment(lexemes, suffixes, length, hexadecimal(fingerprint), starts);
    for (const [lexeme, difference] of change.entries()) {
      if (difference !== 0) this.counts.addTo(lexeme, difference);
    }
    this.occurrences = occurrences;
  }

  /** The order without what is gone and with what is new. */
  private *merge(gone: readonly PositionRange[], sorted: Int32Array): Generator<void, Int32Array> {
    const { suffixes } = this;
    if (suffixes.length === 0) return sorted;
    const isGone = new Uint8Array(this.used);
    let goneLength = 0;
    for (const { start, end } of gone) {
      isGone.fill(1, start, end);
      goneLength += end - start - 1;
    }
    const merged = new Int32Array(suffixes.length - goneLength + sorted.length);
    let written = 0;
    let from = 0;
    const copyTo = (to: number): void => {
      for (; from < to; from++) {
        const position = suffixes[from] ?? 0;
        if (isGone[position] === 0) merged[written++] = position;
      }
    };
    let steps = 0;
    for (const position of sorted) {
      const place = this.placeOf(position, from);
      while (from < place) {
        const to = Math.min(place, from + STEP);
        steps += to - from;
        copyTo(to);
        if (steps >= STEP) {
          steps = 0;
          yield;
        }
      }
      merged[written++] = position;
      steps += 32;
    }
    while (from < suffixes.length) {
      copyTo(Math.min(suffixes.length, from + STEP));
      yield;
    }
    return merged;
  }

  /** Where a new suffix belongs in the order, which is not before `low`. */
  private placeOf(position: number, low: number): number {
    const { lexemes, suffixes } = this;
    let step = 1;
    while (low + step < suffixes.length && isBefore(lexemes, suffixes[low + step] ?? 0, position)) {
      low += step;
      step *= 2;
    }
    let high = Math.min(suffixes.length, low + step);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(lexemes, suffixes[middle] ?? 0, position)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private *layOutAnew(): Generator<void, void> {
    const lexemes = sharedNumbers(this.live + 2 * this.files.size);
    let used = 0;
    for (const [name, file] of this.files) {
      lexemes.set(this.lexemes.subarray(file.start, file.end), used);
      const end = used + file.end - file.start;
      this.files.set(name, { ...file, start: used, end });
      used = end;
      yield;
    }
    this.lexemes = lexemes;
    this.used = used;
  }

  private *sortAll(idLimit: number, sorter?: GroupSorter): Generator<unknown, void> {
    const ranges = [...this.files.values()].filter(({ isSorted }) => isSorted);
    const sorted = yield* sortSuffixes(this.lexemes, ranges, SORTED_DEPTH, idLimit, sorter);
    this.suffixes = sorted;
  }

  /**
   * Far beyond, so that it hardly happens: memory that is not written to takes no space, and large
   * blocks that are freed have the C library keep as much from then on (10 MB of 206, with those that
   * files are read into).
   */
  private grow(least: number): void {
    const { length } = this.lexemes;
    const longer = sharedNumbers(Math.max(least, length + SPARE));
    longer.set(this.lexemes.subarray(0, this.used));
    this.lexemes = longer;
  }
}

/** Compares as the order is: by so many lexemes, up to the boundary that ends a document. */
function isBefore(lexemes: Int32Array, a: number, b: number): boolean {
  for (let offset = 0; offset < SORTED_DEPTH; offset++) {
    const lexeme = lexemes[a + offset] ?? BOUNDARY;
    const other = lexemes[b + offset] ?? BOUNDARY;
    if (lexeme !== other) return lexeme < other;
    if (lexeme === BOUNDARY && offset > 0) return false;
  }
  return false;
}
