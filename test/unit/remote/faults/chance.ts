import { type Random, seededRandom } from '../../../../src/local/random';

/** Random choices that come out the same for the same seed and number. */
export class Chance {
  private readonly random: Random;

  constructor(seed: number, number: number) {
    this.random = seededRandom(seed, number);
  }

  /** A whole number from 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** True in `part` (0 to 1) of all cases. */
  happens(part: number): boolean {
    return this.random() < part;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from.');
    return picked;
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }
}
