import { LEXEME_KINDS, type LexemeKind } from './lexemeKind';
import type { Lexicon } from './vocabulary';

/** Lexemes of one kind that occurred equally often. */
export interface Tier {
  readonly kind: LexemeKind;
  readonly count: number;
  readonly lexemes: Int32Array;
}

/**
 * How often each lexeme occurred in all that was learned. Ordered by kind and frequency, because
 * the lexemes of a tier that no context speaks for are equally probable: whole tiers are weighed at
 * once instead of the whole vocabulary.
 */
export class Unigrams {
  private readonly tiersOfKind = new Map<LexemeKind, readonly Tier[]>();
  private readonly totals = new Map<LexemeKind, { occurrences: number; lexemes: number }>();

  /** @param counts how often each lexeme occurred, by its id; the boundary at least once */
  constructor(
    lexicon: Lexicon,
    private readonly counts: Int32Array,
  ) {
    const members = new Map<LexemeKind, number[]>(LEXEME_KINDS.map((kind) => [kind, []]));
    counts.forEach((count, lexeme) => {
      if (count > 0) members.get(lexicon.kindOf(lexeme))?.push(lexeme);
    });
    for (const [kind, lexemes] of members) this.addKind(kind, lexemes);
  }

  private addKind(kind: LexemeKind, lexemes: readonly number[]): void {
    const tiers = new Map<number, number[]>();
    let occurrences = 0;
    for (const lexeme of lexemes) {
      const count = this.count(lexeme);
      occurrences += count;
      const tier = tiers.get(count);
      if (tier) tier.push(lexeme);
      else tiers.set(count, [lexeme]);
    }
    this.totals.set(kind, { occurrences, lexemes: lexemes.length });
    this.tiersOfKind.set(
      kind,
      [...tiers]
        .sort(([a], [b]) => b - a)
        .map(([count, members]) => ({ kind, count, lexemes: Int32Array.from(members) })),
    );
  }

  /** How often `lexeme` occurred: 0 if it has not been learned. */
  count(lexeme: number): number {
    return this.counts[lexeme] ?? 0;
  }

  /** The tiers of one kind, the most frequent first. */
  tiers(kind: LexemeKind): readonly Tier[] {
    return this.tiersOfKind.get(kind) ?? [];
  }

  /** The number of occurrences, and of different lexemes, of all kinds but `without`. */
  totalsWithout(without: LexemeKind | undefined): { occurrences: number; lexemes: number } {
    let occurrences = 0;
    let lexemes = 0;
    for (const [kind, total] of this.totals) {
      if (kind === without) continue;
      occurrences += total.occurrences;
      lexemes += total.lexemes;
    }
    return { occurrences, lexemes };
  }
}
