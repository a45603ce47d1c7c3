import { IndentationUnit, isPossibleUnit } from './indentationUnit';
import { lexemeEnd } from './lexer';

/** Longer indentations, in characters, are written out: a lexeme has to have an end. */
const LONGEST_RELATIVE = 61;

/** The line end after which the indentation is the same. No text is a lexeme such as these. */
const SAME = '\n=';
/** One level deeper; two are `\n>>`. With blanks where they show what a level is. */
const DEEPER = '\n>';
/** One level shallower; with blanks that are no whole levels. */
const SHALLOWER = '\n<';
/** Deeper by blanks that are no whole levels. */
const ALIGNED = '\n+';

/** The line end that is one level more than the line before, where it is known what a level is. */
export const ONE_LEVEL = DEEPER;

/** How a line ends that opens a block, in most languages. */
const OPENING = /[{:]$/;

/** Whether a lexeme is the line end that shows what one level is: of what it is more than the line before. */
export function showsUnit(lexeme: string): boolean {
  return lexeme.startsWith(DEEPER) && isPossibleUnit(lexeme.slice(DEEPER.length));
}

/**
 * Where the text has got to in its indentation. What a line end is as a lexeme is told relative to the
 * last line with text: `\n=` for the same indentation, `\n>` for one level more, `\n<<` for two levels
 * less. The first level of a text is told with its blanks, and so is what is no whole level; line ends
 * are written out where the line begins at its very beginning, as blank lines do, or with something
 * else. So code looks the same however deep it stands and whatever a level is: what was learned from
 * files with two blanks a level completes one with four, or with tabs, in its own style; and a text is
 * found again from its lexemes. Against line ends written out, this saves 1 to 4 % of the bits
 * (`npm run bench -- engine`); to look whether the line is blank, or for the indentations of all outer
 * blocks, gained nothing.
 *
 * Never changes: the text going on makes another one.
 */
export class Indentation {
  /** Before a text. */
  static readonly none = Indentation.before(IndentationUnit.unknown);

  /**
   * @param last the blanks before the last line with text; undefined if there is none so far
   * @param begun those of the line where the text ends, as long as it has no text
   * @param opened whether the last line with text that has ended opens a block
   */
  private constructor(
    private readonly last: string | undefined,
    private readonly begun: string | undefined,
    readonly unit: IndentationUnit,
    private readonly opened: boolean,
  ) {}

  /** Before a text. @param unit what is known of it */
  static before(unit: IndentationUnit): Indentation {
    return new Indentation(undefined, '', unit, false);
  }

  /** Where text goes on of which the beginning is not known: the first line end is written out. */
  static unknown(unit: IndentationUnit): Indentation {
    return new Indentation(' '.repeat(LONGEST_RELATIVE + 1), undefined, unit, false);
  }

  /** The blanks before the last line with text. */
  get line(): string {
    return this.last ?? '';
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
    const { last, begun, unit, opened } = this;
    if (text.startsWith('\n')) {
      const opens = begun === undefined && end !== '' ? OPENING.test(end) : opened;
      return new Indentation(last, text.slice(1), unit, opens);
    }
    // A carriage return is a part of the line end.
    if (begun === undefined || text === '\r') return this;
    // Blanks are lexemes of their own only at the beginning of a text, or where there are very many.
    return this.withText(isBlank(text) ? begun + text : begun);
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
    return new Indentation(after.last, undefined, after.unit, OPENING.test(text));
  }

  /** After the first text of a line. @param line the blanks before it */
  private withText(line: string): Indentation {
    const { last, unit, opened } = this;
    const isDeeper = last !== undefined && line.startsWith(last);
    const after = isDeeper ? unit.after(line.slice(last.length), opened) : unit;
    return new Indentation(line, undefined, after, false);
  }

  /** Whether the next line end is the same lexeme. */
  isAlike({ line, unit }: Indentation): boolean {
    return line === this.line && unit.blanks === this.unit.blanks;
  }

  /** Whether all later line ends are the same lexemes. */
  isSame({ last, unit, opened }: Indentation): boolean {
    return last === this.last && opened === this.opened && unit.isSame(this.unit);
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
    const levels = this.unit.levelsOf(blanks);
    if (levels > 0) return `\n${'>'.repeat(levels)}`;
    return this.unit.blanks === '' && isPossibleUnit(blanks) ? DEEPER + blanks : ALIGNED + blanks;
  }

  private shallower(blanks: string): string {
    const levels = this.unit.levelsOf(blanks);
    return levels > 0 ? `\n${'<'.repeat(levels)}` : SHALLOWER + blanks;
  }

  /** What a line end is as text; undefined if it cannot stand here, or not as this lexeme. */
  textOf(lexeme: string): string | undefined {
    const { line } = this;
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
    return isBlank(blanks) ? blanks : this.unit.blanks.repeat(lexeme.length - 1);
  }
}

function isBlank(text: string): boolean {
  return text.startsWith(' ') || text.startsWith('\t');
}
