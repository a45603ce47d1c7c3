import type { Followers } from './followers';
import { LEXEME_KINDS, type LexemeKind } from './lexemeKind';
import type { Tier, Unigrams } from './unigrams';
import type { Lexicon } from './vocabulary';

/**
 * One thing that can come next: a lexeme, or, where the text ends inside a lexeme, the rest of a
 * longer one. Lexemes are their ids; a rest is the complement (`~id`) of the longer lexeme's id.
 */
export type Candidate = number;

/**
 * Every lexeme that learned text or the request contains and that may come next, without a context:
 * with the relative frequency in learned text, and a little for each equally.
 */
export interface Base {
  readonly unigrams: Unigrams;
  /** The kind of lexeme that cannot come next. */
  readonly absorbed: LexemeKind | undefined;
  /** What one occurrence in learned text is worth. */
  readonly perOccurrence: number;
  /** What being a lexeme is worth. */
  readonly perLexeme: number;
}

/**
 * The probabilities of all candidates. Those that a context speaks for are listed one by one; all
 * others share the tiers of the base distribution. The sum over all is 1.
 *
 * One object serves a whole sequence: each prediction takes the place of the one before.
 */
export class Distribution {
  private scores = new Float64Array(0);
  private stamps = new Uint32Array(0);
  private stamp = 0;
  private listed = new Int32Array(1024);
  private listedLength = 0;
  private completions: { candidate: Candidate; probability: number }[] = [];
  private factor = 1;
  private base: Base | undefined;

  constructor(private readonly lexicon: Lexicon) {}

  /** Begins a new prediction with what is left to the base distribution. */
  begin(base: Base): void {
    const { size } = this.lexicon;
    if (this.scores.length < size) {
      this.scores = new Float64Array(size + 1024);
      this.stamps = new Uint32Array(size + 1024);
      this.stamp = 0;
    }
    this.clear();
    this.base = base;
  }

  /** Empties it: nothing has a probability. */
  clear(): void {
    this.stamp++;
    this.listedLength = 0;
    this.completions = [];
    this.factor = 1;
    this.base = undefined;
  }

  /** Adds what a context gives to `lexeme`. */
  add(lexeme: number, probability: number): void {
    if (this.stamps[lexeme] === this.stamp) {
      this.scores[lexeme] = (this.scores[lexeme] ?? 0) + probability;
      return;
    }
    this.stamps[lexeme] = this.stamp;
    this.scores[lexeme] = probability + this.unlisted(lexeme);
    if (this.listedLength === this.listed.length) {
      const longer = new Int32Array(this.listed.length * 2);
      longer.set(this.listed);
      this.listed = longer;
    }
    this.listed[this.listedLength++] = lexeme;
  }

  /** Adds `probability`, divided among lexemes by how often they followed a context. */
  addAll({ lexemes, counts, length, total }: Followers, probability: number): void {
    const each = probability / total;
    for (let index = 0; index < length; index++) {
      this.add(lexemes[index] ?? 0, each * (counts[index] ?? 0));
    }
  }

  /** What the base distribution gives to a lexeme that no context speaks for. */
  private unlisted(lexeme: number): number {
    const { base } = this;
    if (!base) return 0;
    const count = base.unigrams.count(lexeme);
    return base.perOccurrence * count + base.perLexeme;
  }

  private isListed(lexeme: number): boolean {
    return this.stamps[lexeme] === this.stamp;
  }

  /** Gives a part of the probability of one lexeme to another one. */
  move(from: number, to: number, part: number): void {
    const moved = part * this.probabilityOf(from);
    this.add(from, -moved);
    this.add(to, moved);
  }

  /** Multiplies all probabilities, to make room for completions. */
  scale(factor: number): void {
    this.factor *= factor;
  }

  /** Adds the rest of `lexeme`, of which the text has the beginning. */
  addCompletion(lexeme: number, probability: number): void {
    this.completions.push({ candidate: ~lexeme, probability });
  }

  /** The probability of a lexeme; 0 for one that is not known or cannot come next. */
  probabilityOf(lexeme: number): number {
    if (this.isListed(lexeme)) return (this.scores[lexeme] ?? 0) * this.factor;
    const { base } = this;
    if (!base || base.unigrams.count(lexeme) === 0) return 0;
    if (this.lexicon.kindOf(lexeme) === base.absorbed) return 0;
    return this.unlisted(lexeme) * this.factor;
  }

  /** The number of candidates that are listed one by one. */
  get listedCount(): number {
    return this.listedLength + this.completions.length;
  }

  /** @param index 0 to `listedCount` - 1 */
  listedCandidate(index: number): Candidate {
    return index < this.listedLength
      ? (this.listed[index] ?? 0)
      : (this.completions[index - this.listedLength]?.candidate ?? 0);
  }

  /** @param index 0 to `listedCount` - 1 */
  listedProbability(index: number): number {
    return index < this.listedLength
      ? (this.scores[this.listed[index] ?? 0] ?? 0) * this.factor
      : (this.completions[index - this.listedLength]?.probability ?? 0);
  }

  /** The tiers of lexemes that may come next, listed ones still among them. */
  tiers(): readonly Tier[] {
    return this.tiersByKind().flat();
  }

  /** The same for each kind apart, the most probable tier first. */
  tiersByKind(): readonly (readonly Tier[])[] {
    const { base } = this;
    if (!base) return [];
    return LEXEME_KINDS.filter((kind) => kind !== base.absorbed).map((kind) =>
      base.unigrams.tiers(kind),
    );
  }

  /** The probability of each lexeme of a tier that is not listed. */
  tierProbability(tier: Tier): number {
    const { base } = this;
    if (!base) return 0;
    return (base.perOccurrence * tier.count + base.perLexeme) * this.factor;
  }

  /** Whether a lexeme of a tier is listed, so that the tier does not speak for it. */
  isOverridden(lexeme: number): boolean {
    return this.isListed(lexeme);
  }

  /** What the tiers would give to the listed candidate at `index`; 0 if it belongs to none. */
  tierProbabilityOfListed(index: number): number {
    const candidate = this.listedCandidate(index);
    if (candidate < 0 || this.base === undefined) return 0;
    return this.base.unigrams.count(candidate) === 0 ? 0 : this.unlisted(candidate) * this.factor;
  }
}
