import type { Candidate, Distribution } from './distribution';
import type { Tier } from './unigrams';

/**
 * A weight below this, where the greatest is 1, is none: millions of them do not change the sum, as
 * far as floating point goes.
 */
const LEAST_WEIGHT = 1e-24;

/** What probabilities weigh at a temperature above 0. */
export class Weights {
  readonly listedTotal: number;
  readonly tiersTotal: number;
  private readonly exponent: number;
  /** What is less probable than this, where the greatest is 1, weighs less than `LEAST_WEIGHT`. */
  private readonly least: number;

  /**
   * @param greatest the probability that weighs 1; nothing weighs more
   * @param without candidates that weigh nothing
   */
  constructor(
    private readonly distribution: Distribution,
    temperature: number,
    private readonly greatest: number,
    private readonly without: ReadonlyMap<Candidate, unknown>,
  ) {
    this.exponent = 1 / temperature;
    this.least = LEAST_WEIGHT ** temperature;
    let listed = 0;
    for (let index = 0; index < distribution.listedCount; index++) listed += this.ofListed(index);
    this.listedTotal = listed;
    this.tiersTotal = distribution
      .tiers()
      .reduce((sum, tier) => sum + this.ofTier(tier) * tier.lexemes.length, 0);
  }

  of(probability: number): number {
    const relative = Math.min(1, probability / this.greatest);
    if (this.exponent === 1) return relative;
    return relative < this.least ? 0 : relative ** this.exponent;
  }

  /** @param index 0 to the distribution's `listedCount` - 1 */
  ofListed(index: number): number {
    const { distribution } = this;
    return this.isWithout(distribution.listedCandidate(index))
      ? 0
      : this.of(distribution.listedProbability(index));
  }

  isWithout(candidate: Candidate): boolean {
    return this.without.size > 0 && this.without.has(candidate);
  }

  /** What each lexeme of a tier weighs that is not listed. */
  ofTier(tier: Tier): number {
    return this.of(this.distribution.tierProbability(tier));
  }

  /** What all candidates weigh, each once. */
  total(): number {
    const { distribution, without } = this;
    let total = this.listedTotal + this.tiersTotal;
    for (let index = 0; index < distribution.listedCount; index++) {
      total -= this.of(distribution.tierProbabilityOfListed(index));
    }
    for (const candidate of without.keys()) {
      if (candidate < 0 || distribution.isOverridden(candidate)) continue;
      total -= this.of(distribution.probabilityOf(candidate));
    }
    return total;
  }
}
