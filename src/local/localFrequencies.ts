import { LOCAL_WEIGHT } from './contextTrust';
import type { Distribution } from './distribution';
import { LEXEME_KINDS, type LexemeKind } from './lexemeKind';
import type { PromptText } from './promptText';
import type { Unigrams } from './unigrams';
import { BOUNDARY } from './vocabulary';

/** Text of so many lexemes is trusted half as much as long text. */
const HALF_TRUSTED = 100;

/** How often each lexeme is in the text around the cursor, wherever. */
export class LocalFrequencies {
  /** By the lexeme's number in the text. */
  private readonly counts: number[] = [];
  /** By kind: how many lexemes the text has, */
  private readonly totals = LEXEME_KINDS.map(() => 0);
  /** and how many different ones that only this text has. */
  private readonly onlyHere = LEXEME_KINDS.map(() => 0);

  constructor(
    private readonly text: PromptText,
    private readonly unigrams: Unigrams,
  ) {
    for (const number of text.at) this.add(number);
  }

  /** Counts an occurrence. @param number of the lexeme, in the text */
  add(number: number): void {
    // The boundary is no text.
    if (number === 0) return;
    const count = this.counts[number] ?? 0;
    while (this.counts.length <= number) this.counts.push(0);
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
    if (!isOnly || this.unigrams.count(this.text.lexemes[number] ?? BOUNDARY) > 0) return;
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

  /** Adds `probability`, divided by frequency. */
  spread(probability: number, absorbed: LexemeKind | undefined, distribution: Distribution): void {
    const { counts, text } = this;
    const each = probability / sumWithout(this.totals, absorbed);
    for (let number = 1; number < counts.length; number++) {
      const count = counts[number] ?? 0;
      if (count === 0 || text.kindOf(number) === absorbed) continue;
      distribution.add(text.lexemes[number] ?? BOUNDARY, each * count);
    }
  }
}

/** The sum over all kinds but one. */
function sumWithout(byKind: readonly number[], without: LexemeKind | undefined): number {
  let sum = 0;
  for (const value of byKind) sum += value;
  return without === undefined ? sum : sum - (byKind[without] ?? 0);
}
