import { LOCAL_WEIGHT } from './contextTrust';
import type { Base, StandingLexemes } from './distribution';
import { LEXEME_KINDS, type LexemeKind } from './lexemeKind';
import type { PromptText } from './promptText';
import type { Unigrams } from './unigrams';
import { BOUNDARY } from './vocabulary';

/** Text of so many lexemes is trusted half as much as long text. */
const HALF_TRUSTED = 100;

/** How often each lexeme is in the text around the cursor, wherever. */
export class LocalFrequencies implements StandingLexemes {
  /** By the lexeme's number in the text: how often it is there, and in what was learned. */
  private counts = new Float64Array(0);
  private learned = new Float64Array(0);
  private known = 0;
  /** By kind: how many lexemes the text has, */
  private readonly totals = LEXEME_KINDS.map(() => 0);
  /** and how many different ones that only this text has. */
  private readonly onlyHere = LEXEME_KINDS.map(() => 0);
  /** What is to be divided by frequency in the next prediction. */
  share = 0;

  constructor(
    private readonly text: PromptText,
    private readonly unigrams: Unigrams,
  ) {
    this.know();
    for (let index = 0; index < text.length; index++) this.add(text.at[index] ?? 0);
  }

  get lexemes(): readonly number[] {
    return this.text.lexemes;
  }

  /** Counts an occurrence. @param number of the lexeme, in the text */
  add(number: number): void {
    // The boundary is no text.
    if (number === 0) return;
    if (number >= this.known) this.know();
    const count = this.counts[number] ?? 0;
    this.counts[number] = count + 1;
    this.change(number, 1, count === 0);
  }

  /** Takes an occurrence back. */
  remove(number: number): void {
    if (number === 0) return;
    const count = this.counts[number] ?? 0;
    this.counts[number] = count - 1;
    this.change(number, -1, count === 1);
  }

  private change(number: number, by: number, isOnly: boolean): void {
    const kind = this.text.kindOf(number);
    this.totals[kind] = (this.totals[kind] ?? 0) + by;
    if (!isOnly || (this.learned[number] ?? 0) > 0) return;
    this.onlyHere[kind] = (this.onlyHere[kind] ?? 0) + by;
  }

  /**
   * What the frequencies count, and how many lexemes only this text has.
   *
   * @param absorbed the kind of lexeme that cannot come next
   */
  without(absorbed: LexemeKind | undefined): { weight: number; onlyHere: number } {
    const total = sumWithout(this.totals, absorbed);
    const onlyHere = sumWithout(this.onlyHere, absorbed);
    return { weight: (LOCAL_WEIGHT * total) / (total + HALF_TRUSTED), onlyHere };
  }

  score(scores: Float64Array, { absorbed, perOccurrence, perLexeme }: Base): void {
    const { counts, learned, known } = this;
    const { kinds } = this.text;
    const total = sumWithout(this.totals, absorbed);
    const each = total === 0 ? 0 : this.share / total;
    for (let number = 0; number < known; number++) {
      const here = counts[number] ?? 0;
      const elsewhere = learned[number] ?? 0;
      scores[number] =
        here + elsewhere === 0 || kinds[number] === absorbed
          ? 0
          : each * here + perOccurrence * elsewhere + perLexeme;
    }
  }

  private know(): void {
    const { lexemes } = this.text;
    if (lexemes.length > this.counts.length) {
      const [counts, learned] = [this.counts, this.learned];
      this.counts = new Float64Array(2 * lexemes.length);
      this.counts.set(counts);
      this.learned = new Float64Array(2 * lexemes.length);
      this.learned.set(learned);
    }
    for (; this.known < lexemes.length; this.known++) {
      this.learned[this.known] = this.unigrams.count(lexemes[this.known] ?? BOUNDARY);
    }
  }
}

/** The sum over all kinds but one. */
function sumWithout(byKind: readonly number[], without: LexemeKind | undefined): number {
  let sum = 0;
  for (const value of byKind) sum += value;
  return without === undefined ? sum : sum - (byKind[without] ?? 0);
}
