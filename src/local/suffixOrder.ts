import { SORTED_DEPTH } from './segment';
import { compareSuffixes, sortPositions } from './suffixSort';

/** How many suffixes are looked for between two `yield`s: about a millisecond. */
const STEP = 1 << 10;

/**
 * A suffix array that changes: suffixes go and come by binary search and one copy of the array.
 * Equal suffixes are in the order of their positions, so that each can be found again.
 */
export class SuffixOrder {
  positions = new Int32Array(0);
  /** How many of `positions` count. */
  length = 0;
  private spare = new Int32Array(0);

  /** @param isRead whether a request may be reading `positions`, or what they were before */
  constructor(private readonly isRead: () => boolean) {}

  /**
   * Takes suffixes out and puts others in; yields about every millisecond while it looks for their
   * places.
   *
   * @param gone positions that are in the order
   * @param fresh positions that are not; sorted in place
   */
  *replace(lexemes: Int32Array, gone: Int32Array, fresh: Int32Array): Generator<void, void> {
    const goneAt = new Int32Array(gone.length);
    for (const [index, position] of gone.entries()) {
      goneAt[index] = this.placeOf(lexemes, position);
      if (index % STEP === STEP - 1) yield;
    }
    goneAt.sort();
    yield* sortPositions(lexemes, fresh, SORTED_DEPTH);
    const freshAt = new Int32Array(fresh.length);
    for (const [index, position] of fresh.entries()) {
      freshAt[index] = this.placeOf(lexemes, position);
      if (index % STEP === STEP - 1) yield;
    }
    this.merge(goneAt, fresh, freshAt);
  }

  /** Gives every suffix another position, without a change of their order. */
  renumber(newPositions: Int32Array): void {
    const target = this.target(this.length);
    for (let index = 0; index < this.length; index++) {
      target[index] = newPositions[this.positions[index] ?? 0] ?? 0;
    }
    this.take(target, this.length);
  }

  /** The index of a suffix, or where it would have to be. */
  private placeOf(lexemes: Int32Array, position: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.positions[middle] ?? 0;
      if (compareSuffixes(lexemes, other, position, SORTED_DEPTH) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private merge(goneAt: Int32Array, fresh: Int32Array, freshAt: Int32Array): void {
    const { positions } = this;
    const length = this.length - goneAt.length + fresh.length;
    const target = this.target(length);
    let written = 0;
    let from = 0;
    let nextGone = 0;
    const copyTo = (to: number): void => {
      for (
        let gone = goneAt[nextGone];
        gone !== undefined && gone < to;
        gone = goneAt[++nextGone]
      ) {
        target.set(positions.subarray(from, gone), written);
        written += gone - from;
        from = gone + 1;
      }
      target.set(positions.subarray(from, to), written);
      written += to - from;
      from = to;
    };
    for (const [index, position] of fresh.entries()) {
      copyTo(Math.max(from, freshAt[index] ?? 0));
      target[written++] = position;
    }
    copyTo(this.length);
    this.take(target, length);
  }

  private target(length: number): Int32Array<ArrayBuffer> {
    if (this.spare.length >= length && !this.isRead()) return this.spare;
    return new Int32Array(length + (length >>> 3) + 1024);
  }

  private take(target: Int32Array<ArrayBuffer>, length: number): void {
    this.spare = this.positions;
    this.positions = target;
    this.length = length;
  }
}
