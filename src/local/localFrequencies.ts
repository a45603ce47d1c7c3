import { LOCAL_WEIGHT } from './contextTrust';
import type { Distribution } from './distribution';
import type { LexemeKind } from './lexemeKind';
import type { PromptText } from './promptText';
import type { Unigrams } from './unigrams';
import { BOUNDARY } from './vocabulary';

/** Text of so many lexemes is trusted half as much as long text. */
const HALF_TRUSTED = 100;

/** How often each lexeme is in the text around the cursor, wherever. */
export class LocalFrequencies {
  constructor(
    private readonly text: PromptText,
    private readonly unigrams: Unigrams,
  ) {}

  /**
   * What the frequencies count, and how many lexemes only this text has.
   *
   * @param absorbed the kind of lexeme that cannot come next
   */
  without(absorbed: LexemeKind | undefined): { weight: number; onlyHere: number } {
    const { text, unigrams } = this;
    let onlyHere = 0;
    let total = 0;
    for (let number = 1; number < text.lexemes.length; number++) {
      if (!this.counts(number, absorbed)) continue;
      total += text.frequencies[number] ?? 0;
      if (unigrams.count(text.lexemes[number] ?? BOUNDARY) === 0) onlyHere++;
    }
    return { weight: (LOCAL_WEIGHT * total) / (total + HALF_TRUSTED), onlyHere };
  }

  /** Adds `probability`, divided by frequency. */
  spread(probability: number, absorbed: LexemeKind | undefined, distribution: Distribution): void {
    const { lexemes, frequencies } = this.text;
    let total = 0;
    for (let number = 1; number < lexemes.length; number++) {
      if (this.counts(number, absorbed)) total += frequencies[number] ?? 0;
    }
    for (let number = 1; number < lexemes.length; number++) {
      if (!this.counts(number, absorbed)) continue;
      const share = (probability * (frequencies[number] ?? 0)) / total;
      distribution.add(lexemes[number] ?? BOUNDARY, share);
    }
  }

  private counts(number: number, absorbed: LexemeKind | undefined): boolean {
    return (this.text.frequencies[number] ?? 0) > 0 && this.text.kindOf(number) !== absorbed;
  }
}
