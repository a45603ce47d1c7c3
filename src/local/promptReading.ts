import { CompletionError } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import { mayBePartial } from './continuation';
import { Indentation } from './indentation';
import { absorbedKind } from './lexemeKind';
import { lex, lexemeKindAt } from './lexer';
import type { Model } from './model';
import { RequestVocabulary } from './requestVocabulary';
import { Sequence, type Sources, type Suffix } from './sequence';

/** The longest sequence, prompt and completion, in lexemes. */
export const LONGEST_SEQUENCE = 32_768;

const LINE_FEED = 10;

/** A prompt as the model reads it. */
export class PromptReading {
  readonly lexicon: RequestVocabulary;
  /** The lexemes of the prompt; the last one is missing if it may be only half typed. */
  readonly whole: readonly number[];
  /** The last lexeme of the prompt if it may be only half typed, otherwise ''. */
  readonly partial: string;
  private readonly suffix: Suffix;
  private readonly sources: Sources;

  /** @throws CompletionError of kind `contextLength` */
  constructor(
    model: Model,
    readonly text: string,
    readonly textAfter: string,
  ) {
    const suffix = textAfter;
    const lexemes = lex(text);
    if (lexemes.length >= LONGEST_SEQUENCE) throw tooLong(lexemes.length);
    const last = lexemes.at(-1) ?? '';
    this.partial = mayBePartial(last) ? last : '';
    if (this.partial !== '') lexemes.pop();
    this.lexicon = new RequestVocabulary(model.vocabulary, model.vocabularySize);
    this.whole = this.number(lexemes, Indentation.none);
    const divided = divides(this.partial, suffix);
    const after = lex(suffix.slice(0, LONGEST_SEQUENCE)).slice(divided ? 1 : 0);
    this.suffix = {
      // Whatever the prompt: an echoed text is as probable as when it was generated.
      lexemes: this.number(after, Indentation.unknown),
      beginning: after.slice(0, 2),
      canBeMet: !divided,
    };
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

  /** The numbers of the lexemes that these texts are. */
  private number(texts: readonly string[], begin: Indentation): number[] {
    let end = begin;
    return texts.map((text) => {
      const isLineEnd = text.charCodeAt(0) === LINE_FEED;
      const lexeme = isLineEnd ? end.lexemeOf(text) : text;
      if (isLineEnd || end.isBegun) end = end.next(text);
      return this.lexicon.intern(lexeme);
    });
  }

  /** A sequence that the prompt has yet to be appended to. */
  newSequence(): Sequence {
    return new Sequence(this.sources, this.suffix);
  }
}

/** Whether the cursor stands inside a lexeme: between its beginning and the rest of it. */
function divides(partial: string, suffix: string): boolean {
  return (
    partial !== '' && absorbedKind(lexemeKindAt(partial, 0), false) === lexemeKindAt(suffix, 0)
  );
}

function tooLong(length: number): CompletionError {
  return new CompletionError({
    kind: 'contextLength',
    message: phrase`The prompt has ${length} lexemes; the embedded engine reads fewer than ${LONGEST_SEQUENCE}.`,
    remedy: phrase`Shorten the prompt.`,
    status: 400,
    code: 'context_length_exceeded',
  });
}
