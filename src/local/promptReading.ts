import { CompletionError } from '../completions/completionError';
import { mayBePartial } from './continuation';
import { absorbedKind } from './lexemeKind';
import { lex, lexemeKindAt } from './lexer';
import type { Model } from './model';
import { RequestVocabulary } from './requestVocabulary';
import { Sequence, type Sources } from './sequence';

/** The longest sequence, prompt and completion, in lexemes. */
export const LONGEST_SEQUENCE = 32_768;

/** A prompt as the model reads it. */
export class PromptReading {
  readonly lexicon: RequestVocabulary;
  /** The lexemes of the prompt; the last one is missing if it may be only half typed. */
  readonly whole: readonly number[];
  /** The last lexeme of the prompt if it may be only half typed, otherwise ''. */
  readonly partial: string;
  private readonly suffix: readonly number[];
  private readonly sources: Sources;

  /** @throws CompletionError of kind `contextLength` */
  constructor(
    model: Model,
    readonly text: string,
    suffix: string,
  ) {
    const lexemes = lex(text);
    if (lexemes.length >= LONGEST_SEQUENCE) throw tooLong(lexemes.length);
    const last = lexemes.at(-1) ?? '';
    this.partial = mayBePartial(last) ? last : '';
    if (this.partial !== '') lexemes.pop();
    this.lexicon = new RequestVocabulary(model.vocabulary, model.vocabularySize);
    this.whole = lexemes.map((lexeme) => this.lexicon.intern(lexeme));
    this.suffix = wholeLexemes(suffix.slice(0, LONGEST_SEQUENCE), this.partial).map((lexeme) =>
      this.lexicon.intern(lexeme),
    );
    this.sources = {
      segments: model.segmentsFor(text, suffix),
      unigrams: model.unigrams,
      lexicon: this.lexicon,
    };
  }

  /** In lexemes, a half-typed one included. */
  get length(): number {
    return this.whole.length + (this.partial === '' ? 0 : 1);
  }

  /** A sequence that the prompt has yet to be appended to. */
  newSequence(): Sequence {
    return new Sequence(this.sources, this.suffix);
  }
}

/** The lexemes of a suffix, without the end of a lexeme that the cursor divides. */
function wholeLexemes(suffix: string, partial: string): string[] {
  const lexemes = lex(suffix);
  const divided =
    partial !== '' && absorbedKind(lexemeKindAt(partial, 0), false) === lexemeKindAt(suffix, 0);
  return divided ? lexemes.slice(1) : lexemes;
}

function tooLong(length: number): CompletionError {
  return new CompletionError({
    kind: 'contextLength',
    message: `The prompt has ${length} lexemes; the embedded engine reads fewer than ${LONGEST_SEQUENCE}.`,
    remedy: 'Shorten the prompt.',
    status: 400,
    code: 'context_length_exceeded',
  });
}
