import { lexemeEnd } from './lexer';

/** Longer indentations, in characters, are written out: a lexeme has to have an end. */
const LONGEST_RELATIVE = 61;

/** The line end after which the indentation is the same. No text is a lexeme such as these. */
const SAME = '\n=';
const DEEPER = '\n>';
const SHALLOWER = '\n<';

/**
 * Where the text has got to in its indentation. What a line end is as a lexeme is told relative to the
 * last line with text: `\n=` for the same indentation, `\n>` and the blanks that are more, `\n<` and
 * those that are less; and written out where the line begins at its very beginning, as blank lines do,
 * or with something else. So code looks the same however deep it stands. As the relation is told by
 * the blanks themselves, a text is found again from its lexemes, whatever its style. Against line ends
 * written out, this saves 1 to 4 % of the bits (`npm run bench -- engine`); to look whether the line is
 * blank, or for the indentations of all outer blocks, gained nothing.
 *
 * Never changes: the text going on makes another one.
 */
export class Indentation {
  /** Before a text. */
  static readonly none = new Indentation('', '');

  /** Where text goes on of which the beginning is not known: the first line end is written out. */
  static readonly unknown = new Indentation(' '.repeat(LONGEST_RELATIVE + 1), undefined);

  /**
   * @param line the blanks before the last line with text
   * @param begun those of the line where the text ends, as long as it has no text
   */
  private constructor(
    readonly line: string,
    private readonly begun: string | undefined,
  ) {}

  /** Before a line. @param line the blanks before the last line with text */
  static after(line: string): Indentation {
    return new Indentation(line, '');
  }

  /** Whether the line where the text ends has no text so far. */
  get isBegun(): boolean {
    return this.begun !== undefined;
  }

  /** @param text of the next lexeme, a line end written out */
  next(text: string): Indentation {
    if (text.startsWith('\n')) return new Indentation(this.line, text.slice(1));
    // A carriage return is a part of the line end.
    if (this.begun === undefined || text === '\r') return this;
    // Blanks are lexemes of their own only at the beginning of a text, or where there are very many.
    return new Indentation(isBlank(text) ? this.begun + text : this.begun, undefined);
  }

  /** What a line end is as a lexeme. @param text a line feed and the blanks after it */
  lexemeOf(text: string): string {
    const { line } = this;
    const { length } = text;
    if (length === 1 && line !== '') return text;
    if (length > LONGEST_RELATIVE + 1 || line.length > LONGEST_RELATIVE) return text;
    if (length >= line.length + 1 && text.startsWith(line, 1)) {
      return length === line.length + 1 ? SAME : DEEPER + text.slice(1 + line.length);
    }
    return line.startsWith(text.slice(1)) ? SHALLOWER + line.slice(length - 1) : text;
  }

  /** What a line end is as text; undefined if it cannot stand here, or not as this lexeme. */
  textOf(lexeme: string): string | undefined {
    const { line } = this;
    const written = lexeme.slice(DEEPER.length);
    let text = lexeme;
    if (lexeme === SAME) text = `\n${line}`;
    else if (lexeme.startsWith(DEEPER)) text = `\n${line}${written}`;
    else if (lexeme.startsWith(SHALLOWER)) {
      if (!line.endsWith(written)) return undefined;
      text = `\n${line.slice(0, line.length - written.length)}`;
    }
    return this.lexemeOf(text) === lexeme ? text : undefined;
  }
}

/**
 * The blanks before the last line with text, after one line more.
 *
 * @param text of the line, with the line feed before it; the first line of a document has none
 * @param before the same before that line
 */
export function indentationAfter(text: string, before: string): string {
  if (!text.startsWith('\n')) return isBlank(text) ? text.slice(0, lexemeEnd(text, 0)) : '';
  const end = lexemeEnd(text, 0);
  for (let index = end; index < text.length; index++) {
    if (text[index] !== '\r') return text.slice(1, end);
  }
  return before;
}

function isBlank(text: string): boolean {
  return text.startsWith(' ') || text.startsWith('\t');
}
