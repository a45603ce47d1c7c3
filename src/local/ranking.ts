import type { Candidate, Distribution } from './distribution';
import type { Tier } from './unigrams';

export interface RankedCandidate {
  readonly candidate: Candidate;
  readonly probability: number;
}

/** How many candidates are put in order at first: few ask for more. */
const FIRST = 32;

/**
 * What is less probable than this part of the most probable candidate is put in order last: few
 * distributions are flat.
 */
const STRONG = 1 / 1024;

/**
 * The candidates of a distribution, the most probable first, as far as one asks; valid as long as the
 * distribution is.
 */
export class Ranking {
  private readonly ranked: RankedCandidate[] = [];
  /** Indices of listed candidates in order, as far as they are; the others are in no order yet. */
  private ordered: number[];
  private taken = 0;
  private remaining: number[] | undefined;
  private readonly cursors: TierCursor[];

  constructor(readonly distribution: Distribution) {
    this.ordered = distribution.strongest(FIRST);
    this.cursors = distribution.tiersByKind().map((tiers) => new TierCursor(tiers, distribution));
  }

  /** @param rank from 0 on; undefined where there are not so many that can come */
  at(rank: number): RankedCandidate | undefined {
    while (this.ranked.length <= rank) {
      const next = this.next();
      if (!next) return undefined;
      this.ranked.push(next);
    }
    return this.ranked[rank];
  }

  private next(): RankedCandidate | undefined {
    const { distribution } = this;
    if (this.taken === this.ordered.length) this.orderMore();
    const index = this.ordered[this.taken];
    const listed = index === undefined ? -1 : distribution.listedProbability(index);
    let best: TierCursor | undefined;
    for (const cursor of this.cursors) {
      if (cursor.lexeme === undefined) continue;
      if (!best || cursor.probability > best.probability) best = cursor;
    }
    if (best?.lexeme !== undefined && best.probability > listed) {
      const ranked = { candidate: best.lexeme, probability: best.probability };
      best.advance();
      return ranked;
    }
    if (index === undefined || listed === 0) return undefined;
    this.taken++;
    return { candidate: distribution.listedCandidate(index), probability: listed };
  }

  /** Puts more of the listed candidates in order: the strong ones, at last all others. */
  private orderMore(): void {
    const { distribution } = this;
    if (!this.remaining) {
      const known = new Set(this.ordered);
      this.remaining = Array.from({ length: distribution.listedCount }, (_, index) => index).filter(
        (index) => !known.has(index),
      );
    }
    const least = (this.ranked[0]?.probability ?? 0) * STRONG;
    const isStrong = (index: number) => distribution.listedProbability(index) >= least;
    const strong = this.remaining.filter(isStrong);
    const next = strong.length > 0 ? strong : this.remaining;
    this.remaining = strong.length > 0 ? this.remaining.filter((each) => !isStrong(each)) : [];
    this.ordered = next.sort(
      (a, b) => distribution.listedProbability(b) - distribution.listedProbability(a),
    );
    this.taken = 0;
  }
}

/** Walks the lexemes of one kind's tiers that are not listed. */
class TierCursor {
  private tier = 0;
  private member = -1;
  lexeme: number | undefined;
  probability = 0;

  constructor(
    private readonly tiers: readonly Tier[],
    private readonly distribution: Distribution,
  ) {
    this.advance();
  }

  advance(): void {
    for (; this.tier < this.tiers.length; this.tier++, this.member = -1) {
      const tier = this.tiers[this.tier];
      if (!tier) break;
      while (++this.member < tier.lexemes.length) {
        const lexeme = tier.lexemes[this.member] ?? 0;
        if (this.distribution.isOverridden(lexeme)) continue;
        this.lexeme = lexeme;
        this.probability = this.distribution.tierProbability(tier);
        return;
      }
    }
    this.lexeme = undefined;
  }
}
