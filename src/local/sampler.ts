import type { Candidate, Distribution } from './distribution';
import type { Random } from './random';
import { Ranking, type RankedCandidate } from './ranking';
import type { Tier } from './unigrams';

export interface Sampling {
  /** 0 takes the most probable candidate; 1 follows the model's probabilities. */
  readonly temperature: number;
  /** Only the most probable candidates that together reach this probability, after temperature. */
  readonly topP: number;
}

/**
 * Chooses from a distribution: p^(1/temperature), cut at `topP`, renormalised. Exact over the whole
 * vocabulary, although the lexemes that no context speaks for are only touched in whole tiers.
 */
export class Sampler {
  constructor(
    private readonly sampling: Sampling,
    private readonly random: Random,
  ) {}

  /**
   * @param forbidden a candidate not to choose, unless there is no other
   * @returns the candidate and the probability that the distribution gives it; undefined if the
   *   distribution is empty
   */
  choose(distribution: Distribution, forbidden?: Candidate): RankedCandidate | undefined {
    const ranking = new Ranking(distribution);
    const first = ranking.next();
    const best = first?.candidate === forbidden ? (ranking.next() ?? first) : first;
    if (!best || best.candidate === forbidden || this.sampling.temperature === 0) return best;
    const weights = new Weights(distribution, this.sampling.temperature, best.probability);
    return this.sampling.topP < 1
      ? this.chooseFromNucleus(distribution, weights, forbidden)
      : this.chooseFromAll(distribution, weights, forbidden);
  }

  private chooseFromNucleus(
    distribution: Distribution,
    weights: Weights,
    forbidden: Candidate | undefined,
  ): RankedCandidate | undefined {
    const enough = this.sampling.topP * weights.total(forbidden);
    const ranking = new Ranking(distribution);
    const nucleus: RankedCandidate[] = [];
    let reached = 0;
    for (let ranked = ranking.next(); ranked; ranked = ranking.next()) {
      if (ranked.candidate === forbidden) continue;
      nucleus.push(ranked);
      reached += weights.of(ranked.probability);
      if (reached >= enough) break;
    }
    let rest = this.random() * reached;
    for (const ranked of nucleus) {
      rest -= weights.of(ranked.probability);
      if (rest < 0) return ranked;
    }
    return nucleus[0];
  }

  /**
   * Draws from the listed candidates and from the tiers as if no lexeme of theirs were listed, and
   * again when it meets one that is, or the forbidden one. A listed lexeme weighs at least what its
   * tier would give it, and the forbidden candidate no more than the best, so on average at least
   * every third draw counts.
   */
  private chooseFromAll(
    distribution: Distribution,
    weights: Weights,
    forbidden: Candidate | undefined,
  ): RankedCandidate | undefined {
    for (;;) {
      const drawn = this.draw(distribution, weights);
      if (drawn && drawn.candidate !== forbidden) return drawn;
    }
  }

  private draw(distribution: Distribution, weights: Weights): RankedCandidate | undefined {
    let rest = this.random() * (weights.listedTotal + weights.tiersTotal);
    for (let index = 0; index < distribution.listedCount; index++) {
      const probability = distribution.listedProbability(index);
      rest -= weights.of(probability);
      if (rest < 0) return { candidate: distribution.listedCandidate(index), probability };
    }
    for (const tier of distribution.tiers()) {
      const probability = distribution.tierProbability(tier);
      const each = weights.of(probability);
      if (rest >= each * tier.lexemes.length) {
        rest -= each * tier.lexemes.length;
        continue;
      }
      const candidate = tier.lexemes[Math.floor(rest / each)];
      if (candidate === undefined || distribution.isOverridden(candidate)) return undefined;
      return { candidate, probability };
    }
    return undefined;
  }
}

/**
 * A weight below this, where the greatest is 1, is none: millions of them do not change the sum, as
 * far as floating point goes.
 */
const LEAST_WEIGHT = 1e-24;

/** What probabilities weigh at a temperature. */
class Weights {
  readonly listedTotal: number;
  readonly tiersTotal: number;
  private readonly exponent: number;
  /** What is less probable than this, where the greatest is 1, weighs less than `LEAST_WEIGHT`. */
  private readonly least: number;

  /**
   * @param greatest the greatest probability but for the forbidden candidate's; what has it weighs 1,
   *   and nothing weighs more
   */
  constructor(
    private readonly distribution: Distribution,
    temperature: number,
    private readonly greatest: number,
  ) {
    this.exponent = 1 / temperature;
    this.least = LEAST_WEIGHT ** temperature;
    let listed = 0;
    for (let index = 0; index < distribution.listedCount; index++) {
      listed += this.of(distribution.listedProbability(index));
    }
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

  private ofTier(tier: Tier): number {
    return this.of(this.distribution.tierProbability(tier));
  }

  /** What all candidates but `forbidden` weigh, each once. */
  total(forbidden: Candidate | undefined): number {
    const { distribution } = this;
    let total = this.listedTotal + this.tiersTotal;
    for (let index = 0; index < distribution.listedCount; index++) {
      total -= this.of(distribution.tierProbabilityOfListed(index));
    }
    return forbidden === undefined || forbidden < 0
      ? total
      : total - this.of(distribution.probabilityOf(forbidden));
  }
}
