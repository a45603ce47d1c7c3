import { lex } from '../lexer';
import type { PromptReading } from '../promptReading';
import { Ranking } from '../ranking';
import type { Distribution } from '../distribution';
import type { Sequence } from '../sequence';
import { BOUNDARY } from '../vocabulary';

/** The most lexemes that are looked at for the next token, the most probable ones. */
const MOST_LEXEMES = 256;

/** A text that may come next, with the model's probability for it. */
export interface Proposal {
  readonly text: string;
  readonly probability: number;
}

interface LexemeProbability {
  readonly lexeme: string;
  readonly probability: number;
}

/**
 * A text that grows by any pieces, whole lexemes or not, and what the model expects next. The last
 * lexeme may be spelled in pieces; as long as it is, what begins as it does is proposed too.
 */
export class TextReading {
  /** The last lexeme of the text where more of it may come; '' where none can. */
  private last: string;
  /** Longer lexemes that the last one may become, with their probabilities; itself among them. */
  private begun: readonly LexemeProbability[] = [];

  /** @param sequence with all whole lexemes of the prompt in it, but not the half-typed one */
  constructor(
    prompt: PromptReading,
    private readonly sequence: Sequence,
  ) {
    this.last = prompt.partial;
    if (this.last === '') return;
    this.begun = this.beginningWith(this.last, sequence.predict());
    sequence.append(sequence.here.intern(this.last));
  }

  /** The most probable texts that may come next, none twice, and the probability of the end. */
  propose(): { proposals: Proposal[]; end: number; probabilityOf: (text: string) => number } {
    const { here } = this.sequence;
    const proposals: Proposal[] = [];
    let whole = 1;
    if (this.begun.length > 0) {
      const total = this.begun.reduce((sum, { probability }) => sum + probability, 0);
      whole = 0;
      for (const { lexeme, probability } of this.begun) {
        const share = probability / total;
        if (lexeme === this.last) whole = share;
        else proposals.push({ text: lexeme.slice(this.last.length), probability: share });
      }
    }
    const distribution = this.sequence.predict();
    const ranking = new Ranking(distribution);
    for (let count = 0; whole > 0 && count < MOST_LEXEMES; count++) {
      const ranked = ranking.at(count);
      if (!ranked || ranked.probability === 0) break;
      if (ranked.candidate <= BOUNDARY) continue;
      const text = here.textOf(ranked.candidate);
      proposals.push({ text, probability: ranked.probability * whole });
    }
    return {
      proposals,
      end: distribution.probabilityOf(BOUNDARY) * whole,
      probabilityOf: (text) => {
        const lexeme = here.find(text);
        return lexeme === undefined ? 0 : distribution.probabilityOf(lexeme) * whole;
      },
    };
  }

  /** @param isWhole whether `text` ends where a lexeme ends, as far as the model proposed it */
  append(text: string, isWhole: boolean): void {
    const { sequence, last } = this;
    const [first = '', ...others] = lex(last + text);
    const [next, ...further] = first === last ? others : [first, ...others];
    let distribution: Distribution | undefined;
    if (next === undefined) return;
    if (first !== last && last !== '') {
      this.begun = this.begun.filter(({ lexeme }) => lexeme.startsWith(next));
      sequence.replaceLastBy(next);
    } else {
      this.begun = [];
      if (!isWhole && further.length === 0) distribution = sequence.predict();
      if (distribution) this.begun = this.beginningWith(next, distribution);
      sequence.append(sequence.here.intern(next));
    }
    for (const lexeme of further) sequence.append(sequence.here.intern(lexeme));
    if (isWhole || further.length > 0) this.begun = [];
    this.last = further.at(-1) ?? next;
  }

  private beginningWith(beginning: string, distribution: Distribution): LexemeProbability[] {
    const { here } = this.sequence;
    return here
      .beginningWith(beginning)
      .map((lexeme) => ({
        lexeme: here.textOf(lexeme),
        probability: distribution.probabilityOf(lexeme),
      }))
      .filter(({ probability }) => probability > 0)
      .sort((a, b) => b.probability - a.probability)
      .slice(0, MOST_LEXEMES);
  }
}
