import type { Indentation } from './indentation';
import { LexemeKind } from './lexemeKind';
import type { RequestLexicon } from './newWords';
import { BOUNDARY } from './vocabulary';

const LINE_FEED = '\n';
const LINE_FEED_CODE = 10;

/**
 * What lexemes are as text where a growing text ends: line ends are relative to the indentation there,
 * and not all of them can come next. All other lexemes are their text.
 */
export class LexemesHere {
  private readonly before: Indentation[] = [];
  private readonly lexemes: number[] = [];
  /** All line ends, as long as there are no more lexemes than that. */
  private lineEnds: readonly number[] = [];
  private size = 0;
  /** Those that cannot come next, by the indentation. */
  private readonly impossible = new Map<string, Int32Array>();

  /** @param indentation where the text begins */
  constructor(
    private readonly lexicon: RequestLexicon,
    private indentation: Indentation,
  ) {}

  /** Goes on with a lexeme that can come next. */
  append(lexeme: number): void {
    const { indentation } = this;
    this.before.push(indentation);
    // Most lexemes change nothing, and a prompt has thousands of them.
    if (indentation.isBegun || this.lexicon.kindOf(lexeme) === LexemeKind.newline) {
      this.indentation = indentation.next(this.textOf(lexeme), this.end);
    }
    this.lexemes.push(lexeme);
  }

  /** How the text ends, without the carriage return of a line end. */
  private get end(): string {
    const last = (back: number) => this.lexicon.textOf(this.lexemes.at(-back) ?? BOUNDARY);
    return last(1) === '\r' ? last(2) : last(1);
  }

  /** Takes the last lexeme back. */
  takeBack(): void {
    this.indentation = this.before.pop() ?? this.indentation;
    this.lexemes.pop();
  }

  /** The text of a lexeme; '' for one that cannot come next. */
  textOf(lexeme: number): string {
    return textAfter(this.indentation, lexeme, this.lexicon);
  }

  /** Tells the text of a lexeme as it is here, also when the text has gone on. */
  texts(): (lexeme: number) => string {
    const { indentation, lexicon } = this;
    return (lexeme) => textAfter(indentation, lexeme, lexicon);
  }

  find(text: string): number | undefined {
    return this.lexicon.find(this.lexemeOf(text));
  }

  intern(text: string): number {
    return this.lexicon.intern(this.lexemeOf(text));
  }

  private lexemeOf(text: string): string {
    return text.charCodeAt(0) === LINE_FEED_CODE ? this.indentation.lexemeOf(text) : text;
  }

  /** Every lexeme that can come next and whose text begins with `beginning`. */
  beginningWith(beginning: string): number[] {
    if (!beginning.startsWith(LINE_FEED)) return this.lexicon.beginningWith(beginning);
    return this.lexicon
      .beginningWith(LINE_FEED)
      .filter((lexeme) => this.textOf(lexeme).startsWith(beginning));
  }

  /** The line ends that cannot come next. */
  get excluded(): Int32Array {
    if (this.lexicon.size > this.size) {
      this.size = this.lexicon.size;
      this.lineEnds = this.lexicon.beginningWith(LINE_FEED);
      this.impossible.clear();
    }
    const { key } = this.indentation;
    const known = this.impossible.get(key);
    if (known) return known;
    const found = Int32Array.from(this.lineEnds.filter((lexeme) => this.textOf(lexeme) === ''));
    this.impossible.set(key, found);
    return found;
  }
}

function textAfter(indentation: Indentation, lexeme: number, lexicon: RequestLexicon): string {
  const text = lexicon.textOf(lexeme);
  return text.charCodeAt(0) === LINE_FEED_CODE ? (indentation.textOf(text) ?? '') : text;
}
