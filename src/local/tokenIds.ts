import { invalidRequest } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import { LexemeKind } from './lexemeKind';
import type { Lexicon } from './vocabulary';

/** The id of the end of a document. It has no text. */
const END_OF_TEXT = 0;

/** How many UTF-16 code units there are. */
const CODE_UNITS = 0x1_0000;

/**
 * The numbers by which tokens go on the wire. Every text can be written in them, every id has a text,
 * and a row of ids means their texts one behind the other:
 *
 * | id                  | text                              |
 * | ------------------- | --------------------------------- |
 * | 0                   | none: the end of a document       |
 * | 1 to 65536          | the UTF-16 code unit id - 1       |
 * | 65537 and more      | the lexeme id - 65536 of the vocabulary |
 *
 * The vocabulary only grows, so an id keeps its text as long as the engine runs. A lexeme that it
 * does not have, such as the rest of a half-typed word, is spelled in code units, and so is the end
 * of a line: its indentation is a matter of the text around it, not of the vocabulary.
 */
export class TokenIds {
  /** @param size how many lexemes of the vocabulary count: those that the model has learned */
  constructor(
    private readonly vocabulary: Pick<Lexicon, 'find' | 'textOf' | 'kindOf'>,
    private readonly size: number,
  ) {}

  /** The ids of one token's text: one if the vocabulary has it as a lexeme, else one a code unit. */
  encode(text: string): number[] {
    const lexeme = this.vocabulary.find(text);
    if (lexeme !== undefined && this.hasId(lexeme)) return [CODE_UNITS + lexeme];
    return Array.from({ length: text.length }, (_, index) => 1 + text.charCodeAt(index));
  }

  /** The text of an id; undefined for one that there is not. */
  textOf(id: number): string | undefined {
    if (id === END_OF_TEXT) return '';
    if (!Number.isInteger(id) || id < 0) return undefined;
    if (id <= CODE_UNITS) return String.fromCharCode(id - 1);
    const lexeme = id - CODE_UNITS;
    return this.hasId(lexeme) ? this.vocabulary.textOf(lexeme) : undefined;
  }

  private hasId(lexeme: number): boolean {
    const { vocabulary, size } = this;
    return lexeme > 0 && lexeme < size && vocabulary.kindOf(lexeme) !== LexemeKind.newline;
  }

  /**
   * The text of a row of ids.
   *
   * @throws CompletionError of kind `invalidRequest` that names the first unknown id
   */
  decode(ids: readonly number[], parameter: string): string {
    return ids.map((id) => this.known(id, parameter)).join('');
  }

  /** @throws CompletionError of kind `invalidRequest` that names the id */
  known(id: number, parameter: string): string {
    const text = this.textOf(id);
    if (text !== undefined) return text;
    const last = CODE_UNITS + Math.max(1, this.size) - 1;
    throw invalidRequest(parameter, phrase`there is no token ${id}; the ids end with ${last}`);
  }
}
