import { IndentationUnit, UNIT_MARKS } from './indentationUnit';
import { lexemeEnd } from './lexer';

/** Longer indentations, in characters, are written out: a lexeme has to have an end. */
const LONGEST_RELATIVE = 61;

/** The line end after which the indentation is the same. No text is a lexeme such as these. */
const SAME = '\n=';
/** Deeper by one level; `\n>>` by two. More at once align text, however wide a level is. */
const DEEPER = '\n>';
const MOST_DEEPER = 2;
/** Deeper by the blanks after it: no whole levels. */
const ALIGNED = '\n+';
/** Shallower by one level, `\n<<` by two; or by the blanks after it. */
const SHALLOWER = '\n<';
const MOST_SHALLOWER = 4;

/** The last characters of lines that open a block. */
const [BRACE, COLON] = [123, 58];

/**
 * Where the text has got to in its indentation. What a line end is as a lexeme is told relative to the
 * last line with text: `\n=` for the same indentation, `\n>` for one level more, `\n<<` for two levels
 * less; what is no whole level with its blanks; and written out where the line begins at its very
 * beginning, as blank lines do, or with something else. So code looks the same however deep it stands
 * and whatever a level is: what was learned from files with two blanks a level completes one with four,
 * or with tabs, in its own style; and a text is found again from its lexemes. Against line ends written
 * out, this saves 1 to 4 % of the bits (`npm run bench -- engine`); to look whether the line is blank,
 * or for the indentations of all outer blocks, gained nothing.
 *
 * Never changes: the text going on makes another one.
 */
export class Indentation {
  /** Before a text. */
  static readonly none = Indentation.before('');

  /**
   * @param last the blanks before the last line with text; undefined if there is none so far
   * @param begun those of the line where the text ends, as long as it has no text
   * @param shown the unit that the text has shown
   * @param opened whether the last line with text that has ended opens a block
   * @param otherwise what one level is as long as the text has not shown it; '' if that is not known
   */
  private constructor(
    private readonly last: string | undefined,
    private readonly begun: string | undefined,
    private readonly shown: IndentationUnit,
    private readonly opened: boolean,
    private readonly otherwise: string,
  ) {}

  /** Before a text. @param unit what one level is until the text shows another one; '' if not known */
  static before(unit: string): Indentation {
    return new Indentation(undefined, '', IndentationUnit.unknown, false, unit);
  }

  /** Where text goes on of which the beginning is not known: the first line end is written out. */
  static unknown(unit: string): Indentation {
    const blanks = ' '.repeat(LONGEST_RELATIVE + 1);
    return new Indentation(blanks, undefined, IndentationUnit.unknown, false, unit);
  }

  /** The same where one level is `unit` until the text shows another one. */
  with(unit: string): Indentation {
    const { last, begun, shown, opened } = this;
    return new Indentation(last, begun, shown, opened, unit);
  }

  /** The blanks before the last line with text. */
  get line(): string {
    return this.last ?? '';
  }

  /** The blanks of one level; '' if they are not known. */
  get unit(): string {
    const { blanks } = this.shown;
    return blanks === '' ? this.otherwise : blanks;
  }

  /** All that the next line end goes by. */
  get key(): string {
    return `${this.unit}\n${this.line}`;
  }

  /** The same where all later line ends are the same lexemes. */
  get identity(): string {
    const { last, shown, opened, otherwise } = this;
    return [last ?? 'none', shown.identity, opened, otherwise].join('\n');
  }

  /** Whether the line where the text ends has no text so far. */
  get isBegun(): boolean {
    return this.begun !== undefined;
  }

  /**
   * @param text of the next lexeme, a line end written out
   * @param end how the line ends, where the next lexeme is a line end
   */
  next(text: string, end = ''): Indentation {
    const { last, begun, shown, opened, otherwise } = this;
    if (text.startsWith('\n')) {
      const opens = begun === undefined && end !== '' ? endsOpening(end) : opened;
      return new Indentation(last, text.slice(1), shown, opens, otherwise);
    }
    // A carriage return is a part of the line end.
    if (begun === undefined || text === '\r') return this;
    // Blanks are lexemes of their own only at the beginning of a text, or where there are very many.
    return this.withLine(isBlank(text) ? begun + text : begun, opened);
  }

  /**
   * After a line.
   *
   * @param text of the line, with the line feed before it; the first line of a document has none
   */
  afterLine(text: string): Indentation {
    let after = this.next('\n');
    for (let start = 0; start < text.length && after.isBegun;) {
      const end = lexemeEnd(text, start);
      after = after.next(text.slice(start, end));
      start = end;
    }
    if (after.isBegun) return this;
    const { last, shown, otherwise } = after;
    return new Indentation(last, undefined, shown, endsOpening(text), otherwise);
  }

  /**
   * After the first text of a line.
   *
   * @param line the blanks before it
   * @param opened whether the last line with text before it opens a block
   */
  withLine(line: string, opened: boolean): Indentation {
    const { last, shown, otherwise } = this;
    const isDeeper = last !== undefined && line.startsWith(last);
    const after = isDeeper ? shown.after(line.slice(last.length), opened) : shown;
    return new Indentation(line, undefined, after, false, otherwise);
  }

  /** What a line end is as a lexeme. @param text a line feed and the blanks after it */
  lexemeOf(text: string): string {
    const { line } = this;
    const { length } = text;
    if (length === 1 && line !== '') return text;
    if (length > LONGEST_RELATIVE + 1 || line.length > LONGEST_RELATIVE) return text;
    if (length >= line.length + 1 && text.startsWith(line, 1)) {
      return length === line.length + 1 ? SAME : this.deeper(text.slice(1 + line.length));
    }
    return line.startsWith(text.slice(1)) ? this.shallower(line.slice(length - 1)) : text;
  }

  private deeper(blanks: string): string {
    const levels = this.levelsOf(blanks);
    return levels > 0 && levels <= MOST_DEEPER ? `\n${'>'.repeat(levels)}` : ALIGNED + blanks;
  }

  private shallower(blanks: string): string {
    const levels = this.levelsOf(blanks);
    return levels > 0 && levels <= MOST_SHALLOWER ? `\n${'<'.repeat(levels)}` : SHALLOWER + blanks;
  }

  /** How many levels blanks are; 0 if they are no whole levels. */
  private levelsOf(blanks: string): number {
    const { unit } = this;
    const levels = unit === '' ? 0 : blanks.length / unit.length;
    return Number.isInteger(levels) && blanks === unit.repeat(levels) ? levels : 0;
  }

  /** What a line end is as text; undefined if it cannot stand here, or not as this lexeme. */
  textOf(lexeme: string): string | undefined {
    const { line } = this;
    if (UNIT_MARKS.has(lexeme)) return undefined;
    let text = lexeme;
    if (lexeme === SAME) text = `\n${line}`;
    else if (lexeme.startsWith(DEEPER) || lexeme.startsWith(ALIGNED)) {
      text = `\n${line}${this.blanksOf(lexeme)}`;
    } else if (lexeme.startsWith(SHALLOWER)) {
      const blanks = this.blanksOf(lexeme);
      if (!line.endsWith(blanks)) return undefined;
      text = `\n${line.slice(0, line.length - blanks.length)}`;
    }
    return this.lexemeOf(text) === lexeme ? text : undefined;
  }

  /** The blanks that a relative line end says are more or less. */
  private blanksOf(lexeme: string): string {
    const blanks = lexeme.slice(DEEPER.length);
    return isBlank(blanks) ? blanks : this.unit.repeat(lexeme.length - 1);
  }
}

/** The unit that a text shows first; '' if it shows none. */
export function firstUnitOf(text: string): string {
  for (const { unit } of afterLinesOf(text)) if (unit !== '') return unit;
  return '';
}

/** The unit that a text shows all in all. */
export function unitOf(text: string): string {
  let last = '';
  for (const { unit } of afterLinesOf(text)) last = unit;
  return last;
}

function* afterLinesOf(text: string): Generator<Indentation> {
  let after = Indentation.none;
  for (let start = 0, end = 0; start < text.length; start = end) {
    const feed = text.indexOf('\n', start + 1);
    end = feed < 0 ? text.length : feed;
    after = after.afterLine(text.slice(start, end));
    yield after;
  }
}

/** Whether a line opens a block that ends with this character, in most languages. */
export function opensBlock(code: number): boolean {
  return code === BRACE || code === COLON;
}

/** @param text the end of a line, with or without its carriage return */
function endsOpening(text: string): boolean {
  return opensBlock(text.charCodeAt(text.length - (text.endsWith('\r') ? 2 : 1)));
}

function isBlank(text: string): boolean {
  return text.startsWith(' ') || text.startsWith('\t');
}
