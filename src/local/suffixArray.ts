import { countRanges } from './rangeCounts';
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
  /** Where the group of each lexeme begins in `suffixes`, and an end. */
  readonly begins: Int32Array;
  /** Where what is to be sorted of it ends. */
  readonly ends: Int32Array;
  readonly depth: number;
}

/** Groups that are being sorted: those of the lexemes `from`..`to`. */
export interface SortedGroups {
  readonly from: number;
  readonly to: number;
  readonly done: Promise<void>;
}

/** Sorts groups in other threads. */
export interface GroupSorter {
  /** Begins with the last groups, which are told first. */
  sort(groups: SuffixGroups): readonly SortedGroups[];
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
 * Only suffixes whose first lexeme is not below their second one are sorted: by the first lexeme with
 * one count, then each group by itself. The order of all others follows from theirs in one scan
 * backwards (Itoh & Tanaka 1999, "An efficient method for in memory construction of suffix arrays").
 * As frequent lexemes are met early, and so have low ids, the first lexeme of those that are sorted is
 * mostly a rare one, which says much: sorted the other way round, half of them begin with a space, and
 * it takes a quarter longer.
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
  const ends = sharedNumbers(idLimit);
  ends.set(starts.subarray(0, idLimit));
  for (const { start, end } of documents) {
    // Forwards, so that positions ascend in each group, which sorting reads the faster.
    for (let position = start; position < end - 1; position++) {
      const first = lexemes[position] ?? BOUNDARY;
      if (first < (lexemes[position + 1] ?? BOUNDARY)) continue;
      const place = ends[first] ?? 0;
      ends[first] = place + 1;
      suffixes[place] = position;
    }
    yield;
  }
  const groups = { lexemes, suffixes, begins: starts, ends, depth };
  const backs = starts.slice(1);
  if (!sorter) {
    yield* sortGroups(groups, 0, idLimit);
    yield* induce(groups, backs, 0, idLimit);
  }
  for (const { from, to, done } of sorter?.sort(groups) ?? []) {
    yield done;
    yield* induce(groups, backs, from, to);
  }
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

/** Where the suffixes that begin with each lexeme begin in the sorted order, and an end. */
function* countFirst(
  lexemes: Int32Array,
  documents: readonly PositionRange[],
  idLimit: number,
): Generator<void, Int32Array> {
  const starts = sharedNumbers(idLimit + 1);
  yield* countRanges(lexemes, documents, 1, starts.subarray(1));
  for (let id = 1; id <= idLimit; id++) starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0);
  return starts;
}

/**
 * Goes backwards through the groups of the lexemes `from`..`to`, which are sorted and complete, and puts
 * every suffix in its place that is one lexeme longer and begins with a lower one. Its place is always
 * before the group that is gone through, so that one can be gone through in blocks.
 *
 * @param backs where in the group of each lexeme those begin that are in their places
 */
function* induce(
  { lexemes, suffixes, begins }: SuffixGroups,
  backs: Int32Array,
  from: number,
  to: number,
): Generator<void, void> {
  const befores = new Int32Array(BLOCK);
  let since = 0;
  for (let first = to - 1; first >= from; first--) {
    const begin = begins[first] ?? 0;
    for (let end = begins[first + 1] ?? 0; end > begin; end -= BLOCK) {
      const length = Math.min(BLOCK, end - begin);
      for (let index = 0; index < length; index++) {
        befores[index] = lexemes[(suffixes[end - 1 - index] ?? 0) - 1] ?? BOUNDARY;
      }
      for (let index = 0; index < length; index++) {
        const before = befores[index] ?? BOUNDARY;
        if (before >= first) continue;
        const back = (backs[before] ?? 0) - 1;
        backs[before] = back;
        suffixes[back] = (suffixes[end - 1 - index] ?? 0) - 1;
      }
      since += length;
      if (since < STEP) continue;
      since = 0;
      yield;
    }
  }
}
