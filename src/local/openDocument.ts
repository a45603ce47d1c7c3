import { Indentation } from './indentation';
import { LONG_LINE, LONGEST_TEXT, mostlyLongLines } from './learning';

/** A change of a document: what it replaces, by lines and UTF-16 code units from 0, and with what. */
export interface DocumentEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/** Where a line's lexemes are in the memory of all documents. */
export interface LinePlace {
  readonly start: number;
  /** Where its own lexemes end and a copy of what follows them begins. */
  readonly end: number;
  /** Where that copy ends. */
  readonly reach: number;
  readonly hash: number;
}

/** A line. */
export interface Line {
  /** With the line feed before it, if it is not the first. */
  readonly text: string;
  /** Nowhere as long as nothing is learned from the line. */
  readonly place: LinePlace | undefined;
  /** After it. */
  readonly indentation: Indentation;
}

/** What an edit makes of a document's lines. */
export interface LineChange {
  readonly first: number;
  /** How many lines go. */
  readonly removed: number;
  /** The text of those that come. */
  readonly added: readonly string[];
}

/** What decides whether a document is worth learning from. */
interface Tally {
  /** In UTF-16 code units. */
  readonly length: number;
  readonly inLongLines: number;
  /** Lines with a NUL character, as binary files have them. */
  readonly binaryLines: number;
}

/**
 * The text of an open document, by lines. It never changes: an edit makes another one. Line ends are
 * line feeds, whatever they are in the editor, which is why edits come by line and character.
 */
export class OpenDocument {
  /** What a document is before it is opened: it has not even a line. */
  static readonly nothing = new OpenDocument([], { length: 0, inLongLines: 0, binaryLines: 0 });

  private whole: string | undefined;

  /** @param latest where the latest edit was, in UTF-16 code units from the beginning */
  private constructor(
    readonly lines: readonly Line[],
    private readonly tally: Tally,
    readonly latest = 0,
  ) {}

  /** All of the text; joined when it is first asked for, and edits then change it where they are. */
  get text(): string {
    this.whole ??= this.lines.map(({ text }) => text).join('');
    return this.whole;
  }

  /** What an edit does to the lines; undefined if the document has no such place. */
  read({
    startLine,
    startCharacter,
    endLine,
    endCharacter,
    text,
  }: DocumentEdit): LineChange | undefined {
    const first = this.lines[startLine]?.text;
    const last = this.lines[endLine]?.text;
    const start = startCharacter + (startLine > 0 ? 1 : 0);
    const end = endCharacter + (endLine > 0 ? 1 : 0);
    if (first === undefined || last === undefined || startLine > endLine) return undefined;
    if (start > first.length || end > last.length) return undefined;
    if (startLine === endLine && start > end) return undefined;
    const inserted = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    const added = linesOf(first.slice(0, start) + inserted + last.slice(end), startLine === 0);
    return this.withFollowing(startLine, endLine + 1, added);
  }

  /**
   * Lines take the next ones along whose line ends are then to be told otherwise: up to the next line
   * with text, or where they have shown another unit of indentation, until that is as it was.
   */
  private withFollowing(first: number, end: number, added: string[]): LineChange {
    let indentation = this.indentationBefore(first);
    for (const text of added) indentation = indentation.afterLine(text);
    let line = this.lines[end];
    while (line && indentation.identity !== this.indentationBefore(end).identity) {
      added.push(line.text);
      indentation = indentation.afterLine(line.text);
      line = this.lines[++end];
    }
    return { first, removed: end - first, added };
  }

  /** The unit of indentation that the text shows first after a change; '' if it shows none then. */
  firstUnitAfter({ first, removed, added }: LineChange): string {
    const before = this.firstShown();
    if (before < first) return this.lines[before]?.indentation.unit ?? '';
    let indentation = this.indentationBefore(first);
    for (const text of added) {
      indentation = indentation.afterLine(text);
      if (indentation.unit !== '') return indentation.unit;
    }
    return this.lines[this.firstShown(first + removed)]?.indentation.unit ?? '';
  }

  /** The first line, from one on, that has a unit of indentation shown; how many lines there are if none. */
  private firstShown(from = 0): number {
    let line = from;
    while (this.lines[line]?.indentation.unit === '') line++;
    return line;
  }

  /** Before a line. */
  indentationBefore(line: number): Indentation {
    return this.lines[line - 1]?.indentation ?? Indentation.none;
  }

  /** Whether it is worth learning from after a change, by the rules for files. */
  isLearnableAfter(change: LineChange): boolean {
    const { length, inLongLines, binaryLines } = this.tallyAfter(change);
    return binaryLines === 0 && length <= LONGEST_TEXT && !mostlyLongLines(inLongLines, length);
  }

  /**
   * The document after a change.
   *
   * @param rewritten the first line that has another place; not after the first that has changed
   * @param places of the lines from there to the last one that has come
   */
  after(
    change: LineChange,
    rewritten: number,
    places: readonly (LinePlace | undefined)[],
  ): OpenDocument {
    const { first, removed, added } = change;
    const texts = [...this.lines.slice(rewritten, first).map(({ text }) => text), ...added];
    let indentation = this.indentationBefore(rewritten);
    const fresh = texts.map((text, index) => {
      indentation = indentation.afterLine(text);
      return { text, place: places[index], indentation };
    });
    const lines = this.spliced(rewritten, first + removed, fresh);
    const start = this.lengthOf(0, first);
    const document = new OpenDocument(lines, this.tallyAfter(change), start);
    if (this.whole !== undefined) {
      const end = start + this.lengthOf(first, first + removed);
      document.whole = this.whole.slice(0, start) + added.join('') + this.whole.slice(end);
    }
    return document;
  }

  /** The same text in other places. */
  moved(places: readonly (LinePlace | undefined)[]): OpenDocument {
    const lines = this.lines.map((line, index) => ({ ...line, place: places[index] }));
    const document = new OpenDocument(lines, this.tally, this.latest);
    document.whole = this.whole;
    return document;
  }

  /** The lines with others in the place of `from`..`to`. */
  private spliced(from: number, to: number, others: readonly Line[]): readonly Line[] {
    const { lines } = this;
    if (others.length !== to - from) return lines.slice(0, from).concat(others, lines.slice(to));
    // By far the most edits: one copy of all lines is less to win back than three.
    const copy = lines.slice();
    for (const [index, line] of others.entries()) copy[from + index] = line;
    return copy;
  }

  /** How long the lines `from`..`to` are together. */
  private lengthOf(from: number, to: number): number {
    let length = 0;
    for (let line = from; line < to; line++) length += this.lines[line]?.text.length ?? 0;
    return length;
  }

  private tallyAfter({ first, removed, added }: LineChange): Tally {
    let { length, inLongLines, binaryLines } = this.tally;
    const count = (text: string, sign: 1 | -1): void => {
      length += sign * text.length;
      if (text.length > LONG_LINE) inLongLines += sign * text.length;
      if (text.includes('\0')) binaryLines += sign;
    };
    for (const { text } of this.lines.slice(first, first + removed)) count(text, -1);
    for (const text of added) count(text, 1);
    return { length, inLongLines, binaryLines };
  }
}

/**
 * The lines of a text, each with the line feed before it: at least one.
 *
 * @param beginning whether it is the beginning of a document, whose first line has no line feed
 */
export function linesOf(text: string, beginning: boolean): string[] {
  const lines: string[] = [];
  let start = 0;
  for (
    let feed = text.indexOf('\n', beginning ? 0 : 1);
    feed >= 0;
    feed = text.indexOf('\n', feed + 1)
  ) {
    lines.push(text.slice(start, feed));
    start = feed;
  }
  lines.push(text.slice(start));
  return lines;
}
