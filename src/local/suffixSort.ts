import { BOUNDARY } from './vocabulary';

/** How many suffixes are moved between two `yield`s: about a millisecond. */
const STEP = 1 << 15;

/** Smaller groups are sorted by insertion. */
const TINY = 24;

/**
 * Sorts the suffixes that begin at `positions`, in place, by their first `depth` lexemes (by id), and
 * equal ones by position.
 */
export function* sortPositions(
  lexemes: Int32Array,
  positions: Int32Array,
  depth: number,
): Generator<void, void> {
  yield* new SuffixSort(lexemes, positions, depth, positions.length).sort(0, positions.length, 0);
}

/**
 * Compares two suffixes as `sortPositions` does: negative if `a` comes first, 0 only if they are one.
 *
 * @param same in how many lexemes they are known to agree
 */
export function compareSuffixes(
  lexemes: Int32Array,
  a: number,
  b: number,
  depth: number,
  same = 0,
): number {
  for (let offset = same; offset < depth; offset++) {
    const lexeme = lexemes[a + offset] ?? BOUNDARY;
    const other = lexemes[b + offset] ?? BOUNDARY;
    if (lexeme !== other) return lexeme - other;
    if (lexeme === BOUNDARY && offset > 0) break;
  }
  return a - b;
}

/**
 * Multikey quicksort (Bentley & Sedgewick 1997) over groups of suffixes that agree so far. The lexemes
 * to compare by are fetched for a whole group at once: they lie all over memory, and the processor
 * then waits for many at a time. In a workspace much text is there more than once: more than half of what
 * is sorted agrees in twelve lexemes with others, which is found out without moving it.
 */
export class SuffixSort {
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
      if (!hasKeys && this.loadKeys(low, high, depth)) {
        // As in copies of a text: nothing is to be moved.
        const isEnd = depth > 0 && this.keys[low - this.origin] === BOUNDARY;
        depth = isEnd ? this.depth : depth + 1;
        continue;
      }
      const pivot = this.partition(low, high);
      const { equalStart, equalEnd } = this;
      if (pivot === BOUNDARY && depth > 0) this.sortEqual(equalStart, equalEnd);
      else this.sortAtOnce(equalStart, equalEnd, depth + 1, false);
      this.sortAtOnce(low, equalStart, depth, true);
      low = equalEnd;
      hasKeys = true;
    }
    if (depth >= this.depth) this.sortEqual(low, high);
    else if (high - low > 1) this.insert(low, high, depth);
  }

  /** By position, as most are already. */
  private sortEqual(low: number, high: number): void {
    const { suffixes } = this;
    let index = low + 1;
    while (index < high && (suffixes[index - 1] ?? 0) < (suffixes[index] ?? 0)) index++;
    if (index < high) suffixes.subarray(low, high).sort();
  }

  /** @returns whether all are the same */
  private loadKeys(low: number, high: number, depth: number): boolean {
    const { lexemes, suffixes, keys, origin } = this;
    const first = lexemes[(suffixes[low] ?? 0) + depth] ?? BOUNDARY;
    let others = 0;
    for (let index = low; index < high; index++) {
      const key = lexemes[(suffixes[index] ?? 0) + depth] ?? BOUNDARY;
      keys[index - origin] = key;
      others |= key ^ first;
    }
    return others === 0;
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

  /** By insertion, comparing whole suffixes: few agree in most of their lexemes, or in all. */
  private insert(low: number, high: number, depth: number): void {
    const { lexemes, suffixes } = this;
    for (let index = low + 1; index < high; index++) {
      const suffix = suffixes[index] ?? 0;
      let place = index;
      for (; place > low; place--) {
        const other = suffixes[place - 1] ?? 0;
        if (compareSuffixes(lexemes, other, suffix, this.depth, depth) <= 0) break;
        suffixes[place] = other;
      }
      suffixes[place] = suffix;
    }
  }
}

function median(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : Math.max(a, c);
  return a < c ? a : Math.max(b, c);
}
