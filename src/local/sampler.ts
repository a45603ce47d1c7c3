import type { Candidate, Distribution } from './distribution';
import type { Random } from './random';
import type { RankedCandidate, Ranking } from './ranking';
import { Weights } from './weights';

export interface Sampling {
  /** 0 takes the most probable candidate; 1 follows the model's probabilities. */
  readonly temperature: number;
  /** Only the most probable candidates that together reach this probability, after temperature. */
  readonly topP: number;
}

/**
 * What is added to the logits of some candidates, in natural logarithms; -Infinity forbids one.
 */
export type Adjustments = ReadonlyMap<Candidate, number>;

const NONE: Adjustments = new Map();

/** A candidate with its own probability and with the logarithm of what it weighs. */
interface Weighed {
  readonly ranked: RankedCandidate;
  /** At temperature 1. */
  readonly logWeight: number;
}

/**
 * Chooses from a distribution: (p · e^adjustment)^(1/temperature), cut at `topP`, renormalised. Exact
 * over the whole vocabulary, although the lexemes that no context speaks for are only touched in
 * whole tiers. The few candidates with an adjustment are weighed one by one, beside the others.
 */
export class Sampler {
  constructor(
    private readonly sampling: Sampling,
    private readonly random: Random,
  ) {}

  /**
   * @returns the candidate and the probability that the distribution itself gives it, a forbidden one
   *   only if there is no other; undefined if the distribution is empty
   */
  choose(ranking: Ranking, adjustments: Adjustments = NONE): RankedCandidate | undefined {
    const { temperature, topP } = this.sampling;
    const { distribution } = ranking;
    const best = mostProbable(ranking, adjustments);
    const adjusted = adjustedCandidates(distribution, adjustments);
    const [first] = adjusted;
    if (!best && !first) return ranking.at(0);
    const bestWeight = best ? Math.log(best.probability) : -Infinity;
    const adjustedWins = first !== undefined && first.logWeight > bestWeight;
    if (temperature === 0) return adjustedWins ? first.ranked : best;
    const greatest = adjustedWins ? first.logWeight : bestWeight;
    const scale = (logWeight: number) => Math.exp((logWeight - greatest) / temperature);
    if (!best) return this.chooseFrom(adjusted, scale);
    const weights = new Weights(distribution, temperature, best.probability, adjustments);
    const choice = new Choice(ranking, weights, scale(bestWeight), adjusted, scale);
    return topP < 1 ? choice.fromNucleus(topP, this.random) : choice.fromAll(this.random);
  }

  private chooseFrom(
    adjusted: readonly Weighed[],
    scale: (logWeight: number) => number,
  ): RankedCandidate | undefined {
    const nucleus: { ranked: RankedCandidate; weight: number }[] = [];
    const total = adjusted.reduce((sum, { logWeight }) => sum + scale(logWeight), 0);
    let reached = 0;
    for (const { ranked, logWeight } of adjusted) {
      const weight = scale(logWeight);
      nucleus.push({ ranked, weight });
      reached += weight;
      if (reached >= this.sampling.topP * total) break;
    }
    return draw(nucleus, reached, this.random);
  }
}

/** One choice at a temperature above 0: candidates without an adjustment, and those with one. */
class Choice {
  private readonly adjusted: readonly { ranked: RankedCandidate; weight: number }[];
  private readonly adjustedTotal: number;

  /** @param factor what a weight of `weights` weighs beside those of `adjusted` */
  constructor(
    private readonly ranking: Ranking,
    private readonly weights: Weights,
    private readonly factor: number,
    adjusted: readonly Weighed[],
    scale: (logWeight: number) => number,
  ) {
    this.adjusted = adjusted.map(({ ranked, logWeight }) => ({ ranked, weight: scale(logWeight) }));
    this.adjustedTotal = this.adjusted.reduce((sum, { weight }) => sum + weight, 0);
  }

  fromNucleus(topP: number, random: Random): RankedCandidate | undefined {
    const enough = topP * (this.factor * this.weights.total() + this.adjustedTotal);
    const nucleus: { ranked: RankedCandidate; weight: number }[] = [];
    let reached = 0;
    for (const each of this.inOrder()) {
      nucleus.push(each);
      reached += each.weight;
      if (reached >= enough) break;
    }
    return draw(nucleus, reached, random);
  }

  /** All candidates, the heaviest first. */
  private *inOrder(): Generator<{ ranked: RankedCandidate; weight: number }> {
    const apart = new Set(this.adjusted.map(({ ranked }) => ranked.candidate));
    const { ranking } = this;
    let next = 0;
    for (let rank = 0, ranked = ranking.at(0); ranked; ranked = ranking.at(++rank)) {
      if (apart.has(ranked.candidate) || this.weights.isWithout(ranked.candidate)) continue;
      const weight = this.factor * this.weights.of(ranked.probability);
      for (let each = this.adjusted[next]; each; each = this.adjusted[++next]) {
        if (each.weight < weight) break;
        yield each;
      }
      yield { ranked, weight };
    }
    yield* this.adjusted.slice(next);
  }

  fromAll(random: Random): RankedCandidate | undefined {
    const { weights, factor, adjusted, adjustedTotal } = this;
    if (adjustedTotal > 0) {
      const total = adjustedTotal + factor * weights.total();
      if (random() * total < adjustedTotal) return draw(adjusted, adjustedTotal, random);
    }
    return this.fromUnadjusted(random);
  }

  /**
   * Draws from the listed candidates and from the tiers as if no lexeme of theirs were listed, and
   * again when it meets one that is, or one with an adjustment. A listed lexeme weighs at least what
   * its tier would give it, and one with an adjustment there no more than the best, so few draws do
   * not count.
   */
  private fromUnadjusted(random: Random): RankedCandidate {
    for (;;) {
      const drawn = this.drawUnadjusted(random);
      if (drawn) return drawn;
    }
  }

  private drawUnadjusted(random: Random): RankedCandidate | undefined {
    const { weights } = this;
    const { distribution } = this.ranking;
    let rest = random() * (weights.listedTotal + weights.tiersTotal);
    for (let index = 0; index < distribution.listedCount; index++) {
      rest -= weights.ofListed(index);
      if (rest < 0) {
        const probability = distribution.listedProbability(index);
        return { candidate: distribution.listedCandidate(index), probability };
      }
    }
    for (const tier of distribution.tiers()) {
      const each = weights.ofTier(tier);
      if (rest >= each * tier.lexemes.length) {
        rest -= each * tier.lexemes.length;
        continue;
      }
      const candidate = tier.lexemes[Math.floor(rest / each)];
      if (candidate === undefined || distribution.isOverridden(candidate)) return undefined;
      if (weights.isWithout(candidate)) return undefined;
      return { candidate, probability: distribution.tierProbability(tier) };
    }
    return undefined;
  }
}

function draw(
  from: readonly { ranked: RankedCandidate; weight: number }[],
  total: number,
  random: Random,
): RankedCandidate | undefined {
  let rest = random() * total;
  for (const { ranked, weight } of from) {
    rest -= weight;
    if (rest < 0) return ranked;
  }
  return from[0]?.ranked;
}

/** The most probable candidate without an adjustment. */
function mostProbable(ranking: Ranking, adjustments: Adjustments): RankedCandidate | undefined {
  let rank = 0;
  let ranked = ranking.at(rank);
  while (ranked && adjustments.has(ranked.candidate)) ranked = ranking.at(++rank);
  return ranked && ranked.probability > 0 ? ranked : undefined;
}

/** The candidates with an adjustment that are possible and not forbidden, the heaviest first. */
function adjustedCandidates(distribution: Distribution, adjustments: Adjustments): Weighed[] {
  const adjusted: Weighed[] = [];
  const add = (candidate: Candidate, probability: number, adjustment: number) => {
    const logWeight = Math.log(probability) + adjustment;
    if (logWeight > -Infinity) adjusted.push({ ranked: { candidate, probability }, logWeight });
  };
  let rests = 0;
  for (const [candidate, adjustment] of adjustments) {
    if (candidate < 0) rests++;
    else add(candidate, distribution.probabilityOf(candidate), adjustment);
  }
  for (let index = 0; rests > 0 && index < distribution.listedCount; index++) {
    const candidate = distribution.listedCandidate(index);
    const adjustment = candidate < 0 ? adjustments.get(candidate) : undefined;
    if (adjustment === undefined) continue;
    add(candidate, distribution.listedProbability(index), adjustment);
    rests--;
  }
  return adjusted.sort((a, b) => b.logWeight - a.logWeight);
}
