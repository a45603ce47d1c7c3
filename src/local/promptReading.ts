import { CompletionError } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import { mayBePartial } from './continuation';
import { Indentation, unitOf } from './indentation';
import { absorbedKind } from './lexemeKind';
import { LexemeReader } from './learning';
import { lex, lexemeEnd, lexemeKindAt, LONGEST_LEXEME } from './lexer';
import type { Model } from './model';
import { RequestVocabulary } from './requestVocabulary';
import { Sequence, type Sources, type Suffix } from './sequence';

/** The longest sequence, prompt and completion, in lexemes. */
export const LONGEST_SEQUENCE = 32_768;

/** A prompt as the model reads it. */
export class PromptReading {
  readonly lexicon: RequestVocabulary;
  /** The lexemes of the prompt; the last one is missing if it may be only half typed. */
  readonly whole: Int32Array;
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
    const end = lex(text.slice(Math.max(0, text.lastIndexOf('\n')))).at(-1) ?? '';
    this.partial = mayBePartial(end) ? end : '';
    this.lexicon = new RequestVocabulary(model.vocabulary, model.vocabularySize);
    const reader = new LexemeReader(this.lexicon);
    const whole = text.slice(0, text.length - this.partial.length);
    const divided = divides(this.partial, suffix);
    const first = suffix === '' ? 0 : lexemeEnd(suffix, 0);
    const after = suffix.slice(divided ? first : 0, LONGEST_SEQUENCE);
    // Not that of the prompt: an echoed text is as probable as when it was generated.
    const unit = unitOf(after.slice(after.indexOf('\n'))) || model.usualUnit;
    this.whole = reader.readAll(whole, Indentation.before(unit));
    if (this.length >= LONGEST_SEQUENCE) throw tooLong(this.length);
    this.suffix = {
      // Whatever the prompt: an echoed text is as probable as when it was generated.
      lexemes: reader.readAll(after, Indentation.unknown(unit)),
      beginning: lex(after.slice(0, 4 * LONGEST_LEXEME)).slice(0, 2),
      canBeMet: !divided,
    };
    this.sources = {
      segments: model.segmentsFor(text, suffix),
      unigrams: model.unigrams,
      lexicon: this.lexicon,
      unit,
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
