import { BOUNDARY } from './vocabulary';

/** A range of positions, `end` not included. */
export interface PositionRange {
  readonly start: number;
  readonly end: number;
}

/** Below so many suffixes, counting lexemes over the whole vocabulary costs more than it saves. */
const FEW = 1 << 15;

/** How many suffixes are moved between two `yield`s: about a millisecond. */
const STEP = 1 << 15;

/** Smaller groups are sorted by insertion. */
const TINY = 14;

/**
 * The suffixes of documents, sorted by their first `depth` lexemes (by id). A suffix ends with the
 * boundary that ends its document, whatever lies behind it; a boundary at its beginning is one that
 * begins a document. Where two suffixes agree, their order is undefined.
 *
 * Only suffixes whose first lexeme is not above their second one are sorted: by the first lexeme
 * with one count, then by multikey quicksort in place. The order of all others follows from theirs in
 * one scan (Itoh & Tanaka 1999, "An efficient method for in memory construction of suffix arrays").
 * On 11.8 million lexemes of JavaScript: 2.0 s of CPU time; quicksort of all suffixes 2.5 s, a radix
 * sort of 13 passes 5.2 s and twice the memory.
 *
 * A generator, so that the caller decides when to go on: it yields every few tens of thousands of
 * suffixes and returns the sorted positions.
 *
 * @param documents where each lies in `lexemes`, with a boundary as the first and as the last lexeme
 * @param idLimit all ids are below it
 */
export function* sortSuffixes(
  lexemes: Int32Array,
  documents: readonly PositionRange[],
  depth: number,
  idLimit: number,
): Generator<void, Int32Array> {
  let length = 0;
  for (const { start, end } of documents) length += end - start - 1;
  const suffixes = new Int32Array(length);
  if (length < FEW) {
    let index = 0;
    for (const { start, end } of documents) {
      for (let position = start; position < end - 1; position++) suffixes[index++] = position;
    }
    yield* sortPositions(lexemes, suffixes, depth);
    return suffixes;
  }
  const starts = yield* countFirst(lexemes, documents, idLimit);
  const backs = starts.slice(1);
  let largest = 0;
  for (const { start, end } of documents) {
    // Backwards, so that positions ascend in each group, which quicksort reads the faster.
    for (let position = end - 2; position >= start; position--) {
      if (isInduced(lexemes, position)) continue;
      const first = lexemes[position] ?? BOUNDARY;
      const back = (backs[first] ?? 0) - 1;
      backs[first] = back;
      suffixes[back] = position;
      largest = Math.max(largest, (starts[first + 1] ?? 0) - back);
    }
    yield;
  }
  const quicksort = new Quicksort(lexemes, suffixes, depth, largest);
  for (let first = 0; first < idLimit; first++) {
    yield* quicksort.sort(backs[first] ?? 0, starts[first + 1] ?? 0, 1);
  }
  yield* induce(lexemes, suffixes, starts, documents);
  return suffixes;
}

/**
 * Sorts the suffixes that begin at `positions`, in place, as `sortSuffixes` does, but equal ones by
 * position.
 */
export function* sortPositions(
  lexemes: Int32Array,
  positions: Int32Array,
  depth: number,
): Generator<void, void> {
  yield* new Quicksort(lexemes, positions, depth, positions.length).sort(0, positions.length, 0);
}

/**
 * Compares two suffixes as `sortPositions` does: negative if `a` comes first, 0 only if they are one.
 */
export function compareSuffixes(lexemes: Int32Array, a: number, b: number, depth: number): number {
  for (let offset = 0; offset < depth; offset++) {
    const lexeme = lexemes[a + offset] ?? BOUNDARY;
    const other = lexemes[b + offset] ?? BOUNDARY;
    if (lexeme !== other) return lexeme - other;
    if (lexeme === BOUNDARY && offset > 0) break;
  }
  return a - b;
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
  const starts = new Int32Array(idLimit + 1);
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

/** Puts every suffix that begins above its second lexeme in its place, in the order of the rest. */
function* induce(
  lexemes: Int32Array,
  suffixes: Int32Array,
  starts: Int32Array,
  documents: readonly PositionRange[],
): Generator<void, void> {
  const fronts = starts.slice();
  const place = (position: number): void => {
    const first = lexemes[position] ?? BOUNDARY;
    const front = fronts[first] ?? 0;
    fronts[first] = front + 1;
    suffixes[front] = position;
  };
  // A boundary that ends a document is no suffix itself, but the least that can follow one.
  for (const { end } of documents) if (isInduced(lexemes, end - 2)) place(end - 2);
  for (let from = 0; from < suffixes.length; from += STEP) {
    const to = Math.min(suffixes.length, from + STEP);
    for (let index = from; index < to; index++) {
      const position = suffixes[index] ?? 0;
      const first = lexemes[position] ?? BOUNDARY;
      if (first === BOUNDARY) continue;
      const before = lexemes[position - 1] ?? BOUNDARY;
      if (before > first) place(position - 1);
    }
    yield;
  }
}

/** Multikey quicksort (Bentley & Sedgewick 1997) over groups of suffixes that agree so far. */
class Quicksort {
  private readonly keys: Int32Array;
  private origin = 0;
  private sinceYield = 0;
  /** Where the keys equal to the pivot begin and end, after a partition. */
  private equalStart = 0;
  private equalEnd = 0;

  /** @param largest the most suffixes that are sorted at once */
  constructor(
    private readonly lexemes: Int32Array,
    private readonly suffixes: Int32Array,
    private readonly depth: number,
    largest: number,
  ) {
    this.keys = new Int32Array(largest);
  }

  /** Sorts `low`..`high`, whose suffixes agree in `depth` lexemes. */
  *sort(low: number, high: number, depth: number): Generator<void, void> {
    if (high - low < 2) return;
    this.origin = low;
    yield* this.sortGroup(low, high, depth, false);
  }

  /** In steps, as long as the group is large. */
  private *sortGroup(
    low: number,
    high: number,
    depth: number,
    hasKeys: boolean,
  ): Generator<void, void> {
    this.sinceYield += high - low;
    if (this.sinceYield > STEP) {
      this.sinceYield = 0;
      yield;
    }
    if (high - low <= STEP) {
      this.sortAtOnce(low, high, depth, hasKeys);
      return;
    }
    if (depth >= this.depth) {
      this.sortEqual(low, high);
      return;
    }
    if (!hasKeys) {
      for (let from = low; from < high; from += STEP) {
        this.loadKeys(from, Math.min(high, from + STEP), depth);
        yield;
      }
    }
    const pivot = this.partition(low, high);
    const { equalStart, equalEnd } = this;
    yield* this.sortGroup(low, equalStart, depth, true);
    if (pivot === BOUNDARY && depth > 0) this.sortEqual(equalStart, equalEnd);
    else yield* this.sortGroup(equalStart, equalEnd, depth + 1, false);
    yield* this.sortGroup(equalEnd, high, depth, true);
  }

  private sortAtOnce(low: number, high: number, depth: number, hasKeys: boolean): void {
    while (high - low > TINY && depth < this.depth) {
      if (!hasKeys) this.loadKeys(low, high, depth);
      const pivot = this.partition(low, high);
      const { equalStart, equalEnd } = this;
      if (pivot === BOUNDARY && depth > 0) this.sortEqual(equalStart, equalEnd);
      else this.sortAtOnce(equalStart, equalEnd, depth + 1, false);
      this.sortAtOnce(low, equalStart, depth, true);
      low = equalEnd;
      hasKeys = true;
    }
    if (depth < this.depth) this.insert(low, high, depth);
    else this.sortEqual(low, high);
  }

  /** By position. */
  private sortEqual(low: number, high: number): void {
    if (high - low > 1) this.suffixes.subarray(low, high).sort();
  }

  private loadKeys(low: number, high: number, depth: number): void {
    const { lexemes, suffixes, keys, origin } = this;
    for (let index = low; index < high; index++) {
      keys[index - origin] = lexemes[(suffixes[index] ?? 0) + depth] ?? BOUNDARY;
    }
  }

  /** Lesser keys before equal ones before greater ones; returns the key of the equal ones. */
  private partition(low: number, high: number): number {
    const { suffixes, keys, origin } = this;
    const pivot = this.choosePivot(low - origin, high - origin);
    let equal = low;
    let index = low;
    let end = high;
    while (index < end) {
      const key = keys[index - origin] ?? 0;
      const suffix = suffixes[index] ?? 0;
      if (key < pivot) {
        suffixes[index] = suffixes[equal] ?? 0;
        suffixes[equal] = suffix;
        keys[index - origin] = keys[equal - origin] ?? 0;
        keys[equal - origin] = key;
        equal++;
        index++;
      } else if (key > pivot) {
        end--;
        suffixes[index] = suffixes[end] ?? 0;
        suffixes[end] = suffix;
        keys[index - origin] = keys[end - origin] ?? 0;
        keys[end - origin] = key;
      } else {
        index++;
      }
    }
    this.equalStart = equal;
    this.equalEnd = end;
    return pivot;
  }

  /** The median of three medians of three. */
  private choosePivot(low: number, high: number): number {
    const { keys } = this;
    const key = (index: number): number => keys[index] ?? 0;
    const middle = (low + high) >>> 1;
    const step = (high - low) >>> 3;
    return median(
      median(key(low), key(low + step), key(low + 2 * step)),
      median(key(middle - step), key(middle), key(middle + step)),
      median(key(high - 1 - 2 * step), key(high - 1 - step), key(high - 1)),
    );
  }

  private insert(low: number, high: number, depth: number): void {
    const { suffixes } = this;
    for (let index = low + 1; index < high; index++) {
      const suffix = suffixes[index] ?? 0;
      let place = index;
      while (place > low && this.isLess(suffix, suffixes[place - 1] ?? 0, depth)) {
        suffixes[place] = suffixes[place - 1] ?? 0;
        place--;
      }
      suffixes[place] = suffix;
    }
  }

  private isLess(a: number, b: number, depth: number): boolean {
    const { lexemes } = this;
    for (; depth < this.depth; depth++) {
      const lexeme = lexemes[a + depth] ?? BOUNDARY;
      const other = lexemes[b + depth] ?? BOUNDARY;
      if (lexeme !== other) return lexeme < other;
      if (lexeme === BOUNDARY && depth > 0) break;
    }
    return a < b;
  }
}

function median(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : Math.max(a, c);
  return a < c ? a : Math.max(b, c);
}
