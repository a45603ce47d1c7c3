import { SuffixSort, sortPositions } from './suffixSort';
import { BOUNDARY } from './vocabulary';

/** A range of positions, `end` not included. */
export interface PositionRange {
  readonly start: number;
  readonly end: number;
}

/** Groups of suffixes with the same first lexeme, each to be sorted by itself. In shared memory. */
export interface SuffixGroups {
  readonly lexemes: Int32Array;
  readonly suffixes: Int32Array;
  /** Where the group of each lexeme begins in `suffixes`. */
  readonly begins: Int32Array;
  readonly ends: Int32Array;
  readonly depth: number;
}

/** Sorts groups in other threads. */
export interface GroupSorter {
  sort(groups: SuffixGroups): Promise<void>;
}

/** Below so many suffixes, counting lexemes over the whole vocabulary costs more than it saves. */
const FEW = 1 << 15;

/** How many suffixes are moved between two `yield`s: about a millisecond. */
const STEP = 1 << 15;

/** How many suffixes are looked up at once, so that the processor waits for all of them together. */
const BLOCK = 1 << 8;

/** Numbers that other threads can read and write too. */
export function sharedNumbers(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * The suffixes of documents, sorted by their first `depth` lexemes (by id). A suffix ends with the
 * boundary that ends its document, whatever lies behind it; a boundary at its beginning is one that
 * begins a document. Where two suffixes agree, their order is undefined, but always the same.
 *
 * Only suffixes whose first lexeme is not above their second one are sorted: by the first lexeme
 * with one count, then each group by itself. The order of all others follows from theirs in one scan
 * (Itoh & Tanaka 1999, "An efficient method for in memory construction of suffix arrays"). Sorting
 * all suffixes takes a third longer, a radix sort of 13 passes three times as long and twice the
 * memory.
 *
 * A generator, so that the caller decides when to go on: it yields every few tens of thousands of
 * suffixes and returns the sorted positions. A promise that it yields is to be waited for.
 *
 * @param documents where each lies in `lexemes`, with a boundary as the first and as the last lexeme
 * @param idLimit all ids are below it
 * @param sorter sorts the groups of many suffixes; `lexemes` is in shared memory then
 */
export function* sortSuffixes(
  lexemes: Int32Array,
  documents: readonly PositionRange[],
  depth: number,
  idLimit: number,
  sorter?: GroupSorter,
): Generator<unknown, Int32Array> {
  let length = 0;
  for (const { start, end } of documents) length += end - start - 1;
  const suffixes = sharedNumbers(length);
  if (length < FEW) {
    let index = 0;
    for (const { start, end } of documents) {
      for (let position = start; position < end - 1; position++) suffixes[index++] = position;
    }
    yield* sortPositions(lexemes, suffixes, depth);
    return suffixes;
  }
  const starts = yield* countFirst(lexemes, documents, idLimit);
  const begins = sharedNumbers(idLimit);
  begins.set(starts.subarray(1));
  for (const { start, end } of documents) {
    // Backwards, so that positions ascend in each group, which sorting reads the faster.
    for (let position = end - 2; position >= start; position--) {
      if (isInduced(lexemes, position)) continue;
      const first = lexemes[position] ?? BOUNDARY;
      const begin = (begins[first] ?? 0) - 1;
      begins[first] = begin;
      suffixes[begin] = position;
    }
    yield;
  }
  const groups = { lexemes, suffixes, begins, ends: starts.subarray(1), depth };
  if (sorter) yield sorter.sort(groups);
  else yield* sortGroups(groups, 0, idLimit);
  yield* induce(lexemes, suffixes, starts, documents);
  return suffixes;
}

/** Sorts the groups of the lexemes `from`..`to`. */
export function* sortGroups(
  { lexemes, suffixes, begins, ends, depth }: SuffixGroups,
  from: number,
  to: number,
): Generator<void, void> {
  let largest = 0;
  for (let first = from; first < to; first++) {
    largest = Math.max(largest, (ends[first] ?? 0) - (begins[first] ?? 0));
  }
  const sort = new SuffixSort(lexemes, suffixes, depth, largest);
  for (let first = from; first < to; first++) {
    yield* sort.sort(begins[first] ?? 0, ends[first] ?? 0, 1);
  }
}

/** Whether the place of a suffix follows from that of the suffix one lexeme shorter. */
function isInduced(lexemes: Int32Array, position: number): boolean {
  return (lexemes[position] ?? BOUNDARY) > (lexemes[position + 1] ?? BOUNDARY);
}

/** Where the suffixes that begin with each lexeme begin in the sorted order. */
function* countFirst(
  lexemes: Int32Array,
  documents: readonly PositionRange[],
  idLimit: number,
): Generator<void, Int32Array> {
  const starts = sharedNumbers(idLimit + 1);
  for (const { start, end } of documents) {
    for (let position = start; position < end - 1; position++) {
      const slot = (lexemes[position] ?? BOUNDARY) + 1;
      starts[slot] = (starts[slot] ?? 0) + 1;
    }
    yield;
  }
  for (let id = 1; id <= idLimit; id++) starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0);
  return starts;
}

/**
 * Puts every suffix that begins above its second lexeme in its place, in the order of the rest. Its
 * place is always behind the group that is gone through, so that one can be gone through in blocks.
 */
function* induce(
  lexemes: Int32Array,
  suffixes: Int32Array,
  starts: Int32Array,
  documents: readonly PositionRange[],
): Generator<void, void> {
  const fronts = starts.slice();
  const befores = new Int32Array(BLOCK);
  const place = (position: number, first: number): void => {
    const front = fronts[first] ?? 0;
    fronts[first] = front + 1;
    suffixes[front] = position;
  };
  // A boundary that ends a document is no suffix itself, but the least that can follow one.
  for (const { end } of documents) {
    if (isInduced(lexemes, end - 2)) place(end - 2, lexemes[end - 2] ?? BOUNDARY);
  }
  let since = 0;
  for (let first = BOUNDARY + 1; first + 1 < starts.length; first++) {
    const end = starts[first + 1] ?? 0;
    for (let from = starts[first] ?? 0; from < end; from += BLOCK) {
      const length = Math.min(BLOCK, end - from);
      for (let index = 0; index < length; index++) {
        befores[index] = lexemes[(suffixes[from + index] ?? 0) - 1] ?? BOUNDARY;
      }
      for (let index = 0; index < length; index++) {
        const before = befores[index] ?? BOUNDARY;
        if (before > first) place((suffixes[from + index] ?? 0) - 1, before);
      }
      since += length;
      if (since < STEP) continue;
      since = 0;
      yield;
    }
  }
}
