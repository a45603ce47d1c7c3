/** Gaps that are remembered: the last minute or so of typing. */
const REMEMBERED = 200;
/** Longer than this is a rest, however long it was. */
const REST = 10_000;
/** A quick typist's gaps, in milliseconds, until the person's own are known. */
const PRESET = [80, 110, 130, 150, 170, 200, 240, 320, 430, 700, 1_500, 4_000];

/** How a person types: how long the pauses between two keys are. */
export class TypingRhythm {
  private readonly gaps: number[] = [...PRESET];
  private sorted: number[] | undefined;
  private last: number | undefined;

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(private readonly now: () => number) {}

  /** A key was pressed. */
  key(): void {
    const now = this.now();
    if (this.last !== undefined) {
      this.gaps.push(Math.min(now - this.last, REST));
      if (this.gaps.length > REMEMBERED) this.gaps.shift();
      this.sorted = undefined;
    }
    this.last = now;
  }

  /** Milliseconds since the last key; Infinity before the first. */
  get sinceLastKey(): number {
    return this.last === undefined ? Infinity : this.now() - this.last;
  }

  /** How likely the next key is to stay away for `more` milliseconds after `rested` without one. */
  restProbability(rested: number, more: number): number {
    const still = this.longerThan(rested);
    return still === 0 ? 1 : this.longerThan(rested + more) / still;
  }

  /** How many of the remembered gaps were longer. */
  private longerThan(milliseconds: number): number {
    this.sorted ??= [...this.gaps].sort((one, other) => one - other);
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] ?? 0) > milliseconds) high = middle;
      else low = middle + 1;
    }
    return this.sorted.length - low;
  }
}
