import type { Candidate, Distribution } from './distribution';
import { type LexemeProbability, type RequestLexicon, restsOfNewWord } from './newWords';
import { LexemeKind } from './lexemeKind';
import { isFullLexeme, lexemeKindAt } from './lexer';
import type { Sequence } from './sequence';
import { BOUNDARY } from './vocabulary';

/**
 * Whether more text could make `lexeme`, the last one of a prompt, longer: a word, a run of blanks or
 * an indentation may be only half typed.
 */
export function mayBePartial(lexeme: string): boolean {
  const kind = lexemeKindAt(lexeme, 0);
  return kind !== LexemeKind.symbol && kind !== LexemeKind.boundary && !isFullLexeme(lexeme);
}

function sum(lexemes: readonly LexemeProbability[]): number {
  return lexemes.reduce((total, { probability }) => total + probability, 0);
}

/**
 * Continues a sequence whose text may end inside a lexeme. The first prediction is then over
 * continuation strings, exactly: each longer lexeme w that begins with the partial one gives its
 * rest with P(w); the partial lexeme as it stands gives each lexeme n that may follow it with
 * P(partial) · P(n | partial); all divided by their sum, the probability of the partial beginning.
 * Where no lexeme that is known begins so, the word is new, and its last part may be one of a known
 * word. (Probability set aside for new words where others begin so gained nothing: of what is shown
 * where sure, as much was right, and less was shown.) No two candidates are the same string: a rest
 * goes on with what cannot follow a whole lexeme.
 */
export class Continuation {
  private partialAppended = false;
  private first = true;
  /** What longer lexemes are as text where the partial one begins. */
  private textOfLonger: (lexeme: number) => string = () => '';

  /** @param partial the beginning of a lexeme after `sequence`; '' for none */
  constructor(
    private readonly sequence: Sequence,
    private readonly lexicon: RequestLexicon,
    private readonly partial: string,
  ) {}

  /** The probabilities of what comes next, valid until the next call. */
  predict(): Distribution {
    const completing = this.first && this.partial !== '';
    this.first = false;
    return completing ? this.predictFromPartial() : this.sequence.predict();
  }

  private predictFromPartial(): Distribution {
    const { sequence, partial } = this;
    this.textOfLonger = sequence.here.texts();
    const distribution = sequence.predict();
    const begunSo = this.begunSo(distribution);
    const total = sum(begunSo);
    if (total === 0) return this.predictFromNewWord(distribution);
    const exact = begunSo.find(({ lexeme }) => this.textOfLonger(lexeme) === partial);
    if (exact) {
      this.appendPartial(exact.lexeme);
      sequence.predict().scale(exact.probability / total);
    } else {
      distribution.clear();
    }
    for (const { lexeme, probability } of begunSo) {
      if (lexeme !== exact?.lexeme) distribution.addCompletion(lexeme, probability / total);
    }
    return distribution;
  }

  /** Where no lexeme that is known begins so: the rest of it may be a part of one that is. */
  private predictFromNewWord(distribution: Distribution): Distribution {
    const { sequence, lexicon, partial } = this;
    const rests = restsOfNewWord(partial, lexicon, distribution);
    this.appendPartial(sequence.here.intern(partial));
    const ended = sequence.predict();
    ended.scale(1 - sum(rests));
    for (const { lexeme, probability } of rests) ended.addCompletion(lexeme, probability);
    return ended;
  }

  private appendPartial(lexeme: number): void {
    this.sequence.append(lexeme);
    this.partialAppended = true;
  }

  private begunSo(distribution: Distribution): LexemeProbability[] {
    return this.sequence.here
      .beginningWith(this.partial)
      .map((lexeme) => ({ lexeme, probability: distribution.probabilityOf(lexeme) }))
      .filter(({ probability }) => probability > 0);
  }

  /** What `distribution`, of the sequence alone, gives to all lexemes that begin as the prompt ends. */
  partialProbability(distribution: Distribution): number {
    return sum(this.begunSo(distribution));
  }

  /** The lexeme of this text that can come next, if it is known. */
  find(text: string): Candidate | undefined {
    return this.sequence.here.find(text);
  }

  /** The text that `candidate` adds. */
  textOf(candidate: Candidate): string {
    return candidate < 0
      ? this.textOfLonger(~candidate).slice(this.partial.length)
      : this.sequence.here.textOf(candidate);
  }

  /** Goes on with `candidate`, one of the last prediction. */
  take(candidate: Candidate): void {
    if (candidate === BOUNDARY) return;
    if (candidate >= 0) this.sequence.append(candidate);
    else if (this.partialAppended) this.sequence.replaceLast(~candidate);
    else this.sequence.append(~candidate);
  }
}
