import type { Candidate, Distribution } from './distribution';
import type { Tier } from './unigrams';

export interface RankedCandidate {
  readonly candidate: Candidate;
  readonly probability: number;
}

/** How many times as many candidates are put in order as before, where more are asked for. */
const MORE = 4;

/**
 * The candidates of a distribution, the most probable first, as far as one asks; valid as long as the
 * distribution is.
 */
export class Ranking {
  private readonly ranked: RankedCandidate[] = [];
  /** Indices of the most probable listed candidates, in order. */
  private ordered: number[];
  private taken = 0;
  private readonly cursors: TierCursor[];
  /** The cursor at the most probable lexeme of the tiers, if there is one. */
  private next: TierCursor | undefined;

  /** @param expected for how many candidates one is likely to ask */
  constructor(
    readonly distribution: Distribution,
    private expected = 8,
  ) {
    this.ordered = distribution.strongest(expected);
    this.cursors = distribution.tiersByKind().map((tiers) => new TierCursor(tiers, distribution));
    this.findNext();
  }

  /** @param rank from 0 on; undefined where there are not so many that can come */
  at(rank: number): RankedCandidate | undefined {
    while (this.ranked.length <= rank) {
      const next = this.take();
      if (!next) return undefined;
      this.ranked.push(next);
    }
    return this.ranked[rank];
  }

  private take(): RankedCandidate | undefined {
    const { distribution, next } = this;
    if (this.taken === this.expected) {
      this.expected *= MORE;
      this.ordered = distribution.strongest(this.expected);
    }
    const index = this.ordered[this.taken];
    const listed = index === undefined ? 0 : distribution.listedProbability(index);
    if (next?.lexeme !== undefined && next.probability > listed) {
      const ranked = { candidate: next.lexeme, probability: next.probability };
      next.advance();
      this.findNext();
      return ranked;
    }
    if (index === undefined) return undefined;
    this.taken++;
    return { candidate: distribution.listedCandidate(index), probability: listed };
  }

  private findNext(): void {
    this.next = undefined;
    for (const cursor of this.cursors) {
      if (cursor.lexeme === undefined) continue;
      if (!this.next || cursor.probability > this.next.probability) this.next = cursor;
    }
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
