import type { Followers } from './followers';
import { LEXEME_KINDS, LexemeKind } from './lexemeKind';
import { Strongest } from './strongest';
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

/** Lexemes that are always listed, at the places that are their numbers: those of a text. */
export interface StandingLexemes {
  /** There may come more. */
  readonly lexemes: readonly number[];
  /** Writes what each has without a context, 0 for those that cannot come next. */
  score(scores: Float64Array, base: Base): void;
}

/**
 * The probabilities of all candidates. Those that a context speaks for are listed one by one; all
 * others share the tiers of the base distribution. The sum over all is 1.
 *
 * One object serves a whole sequence: each prediction takes the place of the one before.
 */
export class Distribution {
  /**
   * The listed lexemes, and for each lexeme where it is listed, if it is: no other place names it. They
   * begin small, to be replaced while the engine practises: what is compiled takes a field that was
   * never set again for a constant, and all of it is thrown away when it is (`--trace-deopt`).
   */
  private listed = new Int32Array(64);
  private scores = new Float64Array(64);
  private listedLength = 0;
  /** How many standing lexemes are at their places. */
  private placed = 0;
  private places = new Int32Array(0);
  private completions: { candidate: Candidate; probability: number }[] = [];
  private factor = 1;
  private base: Base | undefined;
  private readonly ofStrongest = new Strongest();

  constructor(
    private readonly lexicon: Lexicon,
    private readonly standing?: StandingLexemes,
  ) {}

  /** Begins a new prediction with what is left to the base distribution. */
  begin(base: Base): void {
    this.clear();
    this.base = base;
    const { size } = this.lexicon;
    if (this.places.length < size) {
      this.places = new Int32Array(size + 1024);
      this.placed = 0;
    }
    if (!this.standing) return;
    const { lexemes } = this.standing;
    this.makeRoom(lexemes.length);
    for (; this.placed < lexemes.length; this.placed++) {
      const lexeme = lexemes[this.placed] ?? 0;
      this.listed[this.placed] = lexeme;
      this.places[lexeme] = this.placed;
    }
    this.listedLength = this.placed;
    this.standing.score(this.scores, base);
  }

  /** Empties it: nothing has a probability. */
  clear(): void {
    this.listedLength = 0;
    this.completions = [];
    this.factor = 1;
    this.base = undefined;
  }

  /** Adds what a context gives to `lexeme`. */
  add(lexeme: number, probability: number): void {
    const place = this.places[lexeme] ?? 0;
    if (place < this.listedLength && this.listed[place] === lexeme) {
      this.scores[place] = (this.scores[place] ?? 0) + probability;
      return;
    }
    this.list(lexeme, probability + (this.isInTiers(lexeme) ? this.unlisted(lexeme) : 0));
  }

  /** Lists a lexeme that is not listed yet. @param score all that it has so far */
  private list(lexeme: number, score: number): void {
    const end = this.listedLength;
    this.makeRoom(1);
    this.listed[end] = lexeme;
    this.scores[end] = score;
    this.places[lexeme] = end;
    this.listedLength = end + 1;
  }

  /** Adds what a context gives to a standing lexeme. */
  addStanding(number: number, probability: number): void {
    this.scores[number] = (this.scores[number] ?? 0) + probability;
  }

  /**
   * Adds `probability`, divided among lexemes by how often they followed a context: where they did, they
   * were learned, and can come, so that those not listed yet have been in the tiers.
   */
  addAll({ lexemes, counts, length, total }: Followers, probability: number): void {
    if (!this.base) return;
    this.makeRoom(length);
    const { listed, scores, places } = this;
    const { perOccurrence, perLexeme, unigrams } = this.base;
    const each = probability / total;
    let end = this.listedLength;
    for (let index = 0; index < length; index++) {
      const lexeme = lexemes[index] ?? 0;
      const added = each * (counts[index] ?? 0);
      const place = places[lexeme] ?? 0;
      if (place < end && listed[place] === lexeme) {
        scores[place] = (scores[place] ?? 0) + added;
        continue;
      }
      listed[end] = lexeme;
      places[lexeme] = end;
      scores[end++] = added + perOccurrence * (unigrams.counts[lexeme] ?? 0) + perLexeme;
    }
    this.listedLength = end;
  }

  /** Makes room to list `more` lexemes. */
  private makeRoom(more: number): void {
    const length = this.listedLength + more;
    if (length <= this.listed.length) return;
    const listed = new Int32Array(length * 2);
    const scores = new Float64Array(length * 2);
    listed.set(this.listed);
    scores.set(this.scores);
    this.listed = listed;
    this.scores = scores;
  }

  /** What the base distribution gives to a lexeme that no context speaks for. */
  private unlisted(lexeme: number): number {
    const { base } = this;
    if (!base) return 0;
    return base.perOccurrence * base.unigrams.count(lexeme) + base.perLexeme;
  }

  private isListed(lexeme: number): boolean {
    const place = this.places[lexeme] ?? 0;
    return place < this.listedLength && this.listed[place] === lexeme;
  }

  /** Gives a part of the probability of one lexeme to another one. */
  move(from: number, to: number, part: number): void {
    const moved = (part * this.probabilityOf(from)) / this.factor;
    this.add(from, -moved);
    this.add(to, moved);
  }

  /** Takes lexemes out that cannot come next; what they had goes to all others, in proportion. */
  exclude(lexemes: Int32Array): void {
    const { base } = this;
    let excluded = 0;
    for (const lexeme of lexemes) {
      if (this.isListed(lexeme)) {
        const place = this.places[lexeme] ?? 0;
        excluded += this.scores[place] ?? 0;
        this.scores[place] = 0;
      } else if (base && base.unigrams.count(lexeme) > 0) {
        excluded += this.unlisted(lexeme);
        this.list(lexeme, 0);
      }
    }
    this.factor /= 1 - excluded;
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
    if (this.isListed(lexeme)) return (this.scores[this.places[lexeme] ?? 0] ?? 0) * this.factor;
    return this.isInTiers(lexeme) ? this.unlisted(lexeme) * this.factor : 0;
  }

  private isInTiers(lexeme: number): boolean {
    const { base } = this;
    if (!base || base.unigrams.count(lexeme) === 0) return false;
    return this.lexicon.kindOf(lexeme) !== base.absorbed;
  }

  /** What the ends of lines and of documents that are listed have together. */
  get listedLineEnds(): number {
    let sum = 0;
    for (let place = 0; place < this.listedLength; place++) {
      const kind = this.lexicon.kindOf(this.listed[place] ?? 0);
      if (kind === LexemeKind.newline || kind === LexemeKind.boundary)
        sum += this.scores[place] ?? 0;
    }
    return sum * this.factor;
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
      ? (this.scores[index] ?? 0) * this.factor
      : (this.completions[index - this.listedLength]?.probability ?? 0);
  }

  /** The indices of the most probable listed candidates, in order; none that cannot come. */
  strongest(count: number): number[] {
    const { completions, listedLength, factor } = this;
    this.makeRoom(completions.length);
    for (const [index, { probability }] of completions.entries()) {
      this.scores[listedLength + index] = probability / factor;
    }
    return this.ofStrongest.of(this.scores, listedLength + completions.length, count);
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
    if (candidate < 0 || !this.isInTiers(candidate)) return 0;
    return this.unlisted(candidate) * this.factor;
  }
}
