import type { CursorPlace } from './cursorPlace';

/** Gaps that are remembered for each place: those of the last minutes. */
const REMEMBERED = 200;
/** Longer than this is a rest, however long it was. */
const REST = 10_000;
/** A quick typist's gaps at each place, in milliseconds, until the person's own are known. */
const PRESET: Readonly<Record<CursorPlace, readonly number[]>> = {
  pause: [34, 93, 120, 154, 200, 250, 291, 370, 459, 893, 1_328, 3_937],
  between: [33, 100, 146, 170, 196, 215, 233, 270, 304, 359, 552, 1_025],
  insideWord: [41, 55, 79, 98, 118, 136, 150, 159, 178, 193, 292, 548],
  beforeWord: [44, 55, 79, 105, 134, 154, 168, 182, 198, 225, 350, 838],
};

/** How a person types: how long the pauses between two keys are, at each kind of place. */
export class TypingRhythm {
  private readonly gaps = new Map<CursorPlace, number[]>();
  private readonly sorted = new Map<CursorPlace, number[]>();
  private last: number | undefined;

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(private readonly now: () => number) {}

  /** A key was pressed where the cursor was at `place`. */
  key(place: CursorPlace): void {
    const now = this.now();
    if (this.last !== undefined) {
      const gaps = this.gapsAt(place);
      gaps.push(Math.min(now - this.last, REST));
      if (gaps.length > REMEMBERED) gaps.shift();
      this.sorted.delete(place);
    }
    this.last = now;
  }

  /** Milliseconds since the last key; Infinity before the first. */
  get sinceLastKey(): number {
    return this.last === undefined ? Infinity : this.now() - this.last;
  }

  /**
   * How likely the next key is to stay away for `more` milliseconds after `rested` without one, the
   * cursor being at `place`.
   */
  restProbability(place: CursorPlace, rested: number, more: number): number {
    const still = this.longerThan(place, rested);
    return still === 0 ? 1 : this.longerThan(place, rested + more) / still;
  }

  private gapsAt(place: CursorPlace): number[] {
    const known = this.gaps.get(place);
    if (known) return known;
    const gaps = [...PRESET[place]];
    this.gaps.set(place, gaps);
    return gaps;
  }

  /** How many of the gaps remembered for `place` were longer. */
  private longerThan(place: CursorPlace, milliseconds: number): number {
    const sorted =
      this.sorted.get(place) ?? [...this.gapsAt(place)].sort((one, other) => one - other);
    this.sorted.set(place, sorted);
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) > milliseconds) high = middle;
      else low = middle + 1;
    }
    return sorted.length - low;
  }
}
