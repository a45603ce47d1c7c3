import { LEXEME_KINDS, type LexemeKind } from './lexemeKind';
import type { Lexicon } from './vocabulary';

/** So few lexemes are looked for one by one in a tier. */
const FEW = 16;

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

  /**
   * @param counts how often each lexeme occurred, by its id; the boundary at least once
   * @param earlier what the tiers are then taken from, to be changed
   */
  constructor(
    lexicon: Lexicon,
    readonly counts: Int32Array,
    earlier?: Unigrams,
  ) {
    if (earlier) {
      for (const [kind, tiers] of earlier.tiersOfKind) this.tiersOfKind.set(kind, tiers);
      for (const [kind, total] of earlier.totals) this.totals.set(kind, total);
      return;
    }
    const members = new Map<LexemeKind, number[]>(LEXEME_KINDS.map((kind) => [kind, []]));
    counts.forEach((count, lexeme) => {
      if (count > 0) members.get(lexicon.kindOf(lexeme))?.push(lexeme);
    });
    for (const [kind, lexemes] of members) this.addKind(kind, lexemes);
  }

  /**
   * The same with other counts, in time that goes by the tiers that change.
   *
   * @param counts of all lexemes
   * @param lexemes those whose counts may differ
   */
  changed(lexicon: Lexicon, counts: Int32Array, lexemes: Iterable<number>): Unigrams {
    const unigrams = new Unigrams(lexicon, counts, this);
    const movedOfKind = new Map<LexemeKind, number[]>();
    for (const lexeme of lexemes) {
      if (this.count(lexeme) === unigrams.count(lexeme)) continue;
      const kind = lexicon.kindOf(lexeme);
      const moved = movedOfKind.get(kind);
      if (moved) moved.push(lexeme);
      else movedOfKind.set(kind, [lexeme]);
    }
    for (const [kind, moved] of movedOfKind) unigrams.move(kind, moved, this);
    return unigrams;
  }

  /** Moves lexemes of one kind from the tiers where they were `earlier` to those of their counts. */
  private move(kind: LexemeKind, moved: readonly number[], earlier: Unigrams): void {
    const tiers = new Map(this.tiers(kind).map((tier) => [tier.count, tier]));
    const leaving = new Set(moved);
    const coming = new Map<number, number[]>();
    let { occurrences, lexemes } = this.totals.get(kind) ?? { occurrences: 0, lexemes: 0 };
    for (const lexeme of moved) {
      const before = earlier.count(lexeme);
      const now = this.count(lexeme);
      occurrences += now - before;
      lexemes += (now > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
      for (const count of [before, now]) if (!coming.has(count)) coming.set(count, []);
      coming.get(now)?.push(lexeme);
    }
    coming.delete(0);
    for (const [count, added] of coming) {
      const stay = without(tiers.get(count)?.lexemes ?? new Int32Array(0), leaving);
      if (stay.length + added.length === 0) tiers.delete(count);
      else tiers.set(count, { kind, count, lexemes: joined(stay, added) });
    }
    this.totals.set(kind, { occurrences, lexemes });
    this.tiersOfKind.set(
      kind,
      [...tiers.values()].sort((a, b) => b.count - a.count),
    );
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

/** The lexemes of a tier without some of them. */
function without(lexemes: Int32Array, leaving: ReadonlySet<number>): Int32Array {
  if (leaving.size > FEW) return lexemes.filter((lexeme) => !leaving.has(lexeme));
  let stay = lexemes;
  for (const lexeme of leaving) {
    const place = stay.indexOf(lexeme);
    if (place < 0) continue;
    const fewer = new Int32Array(stay.length - 1);
    fewer.set(stay.subarray(0, place));
    fewer.set(stay.subarray(place + 1), place);
    stay = fewer;
  }
  return stay;
}

function joined(first: Int32Array, second: readonly number[]): Int32Array {
  const all = new Int32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
