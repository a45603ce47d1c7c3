import { Indentation, opensBlock } from '../indentation';
import { unitMark } from '../indentationUnit';
import { isWordPart, LONGEST_LEXEME } from '../lexer';
import type { NumberList } from '../numberList';
import { hashOf, hashWith, NO_BYTES, type TextTable } from './textTable';

const LINE_FEED = 10;
const TAB = 9;
const SPACE = 32;
const ASCII = 128;

/** What a byte is: of a lexeme by itself, of a run, or of a code point that takes several bytes. */
const SYMBOL = 0;
const WORD = 1;
const BLANK = 2;
const LONG = 3;

const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= ASCII) return LONG;
  if (byte === TAB || byte === SPACE) return BLANK;
  return isWordPart(byte) ? WORD : SYMBOL;
});

/** More than there are different blanks before the lines of a workspace. */
const MANY = 1 << 22;

/**
 * Cuts text into lexemes and numbers them, as `LexemeReader` does, but from its bytes in UTF-8: as no
 * strings are made, in a fraction of the time.
 */
export class ByteReader {
  private readonly none: number;
  /** Where a text can have got to in its indentation, each with its number by what it is. */
  private readonly indentations: Indentation[] = [];
  private readonly indentationNumbers = new Map<string, number>();
  /** By the number of an indentation and that of blanks: what comes of a line that begins with them. */
  private readonly afterBlanks = new Map<number, number>();
  private readonly afterOpening = new Map<number, number>();
  private readonly lineEnds = new Map<number, number>();
  private readonly single = new Int32Array(ASCII);
  /** Of the latest run. */
  private hash = NO_BYTES;

  /**
   * @param blanks is for what stands before lines
   * @param output what the lexemes' numbers are written to
   */
  constructor(
    private readonly texts: TextTable,
    private readonly blanks: TextTable,
    private readonly output: NumberList,
  ) {
    this.none = blanks.numberOfText('');
  }

  /**
   * Reads a text as it is normalised for learning, the first `length` of `bytes`.
   *
   * @param unit of indentation that it shows first; '' if it shows none
   */
  append(bytes: Buffer, length: number, unit: string): void {
    const { blanks, output } = this;
    let indentation = this.indentationNumber(Indentation.before(unit));
    // The blanks before this line until it has text, and whether the last line with text opens a block.
    let begun = this.none;
    let opened = false;
    let begin = 0;
    for (let start = 0; start < length;) {
      if (bytes[start] === LINE_FEED) {
        if (begun === 0) opened = opensBlock(bytes[start - 1] ?? 0);
        begin = start + 1;
        start = this.runEnd(bytes, begin, length, BLANK, NO_BYTES);
        begun = blanks.numberOf(bytes, begin, start, this.hash);
        output.add(this.lineEnd(indentation, begun));
        continue;
      }
      const end = this.lexemeEnd(bytes, start, length);
      if (begun > 0) {
        // Blanks are lexemes of their own only at the beginning of a text, or where there are very many.
        const isBlank = kinds[bytes[start] ?? 0] === BLANK;
        const line = isBlank
          ? blanks.numberOf(bytes, begin, end, hashOf(bytes, begin, end))
          : begun;
        indentation = this.indentationAfter(indentation, line, opened);
        begun = 0;
      }
      output.add(this.numberOf(bytes, start, end));
      start = end;
    }
    const shown = this.indentations[indentation]?.unit ?? '';
    if (shown !== '') output.add(this.texts.numberOfText(unitMark(shown)));
  }

  /** Where the lexeme that begins at `start`, no line end, ends; its hash is that of the run then. */
  private lexemeEnd(bytes: Buffer, start: number, length: number): number {
    const first = bytes[start] ?? 0;
    let kind = kinds[first] ?? SYMBOL;
    let end = start + 1;
    if (kind === LONG) {
      kind = isWordPart(codePointAt(bytes, start)) ? WORD : SYMBOL;
      end = start + sizeOf(first);
    }
    const hash = hashOf(bytes, start, end);
    if (kind !== SYMBOL) return this.runEnd(bytes, end, length, kind, hash);
    this.hash = hash;
    return end;
  }

  /** Where a run goes on to that has one code point before `end`, which `hash` is of. */
  private runEnd(bytes: Buffer, end: number, length: number, kind: number, hash: number): number {
    for (let count = 1; count < LONGEST_LEXEME && end < length; count++) {
      const byte = bytes[end] ?? 0;
      if (kinds[byte] === kind) {
        hash = hashWith(hash, byte);
        end++;
        continue;
      }
      if (byte < ASCII || kind !== WORD || !isWordPart(codePointAt(bytes, end))) break;
      for (const next = end + sizeOf(byte); end < next; end++) {
        hash = hashWith(hash, bytes[end] ?? 0);
      }
    }
    this.hash = hash;
    return end;
  }

  private numberOf(bytes: Buffer, start: number, end: number): number {
    if (end > start + 1) return this.texts.numberOf(bytes, start, end, this.hash);
    const byte = bytes[start] ?? 0;
    const known = this.single[byte] ?? 0;
    if (known > 0) return known;
    return (this.single[byte] = this.texts.numberOf(bytes, start, end, this.hash));
  }

  private lineEnd(indentation: number, blanks: number): number {
    const key = indentation * MANY + blanks;
    let number = this.lineEnds.get(key);
    if (number === undefined) {
      const before = this.indentations[indentation] ?? Indentation.none;
      number = this.texts.numberOfText(before.lexemeOf(`\n${this.blanks.textOf(blanks)}`));
      this.lineEnds.set(key, number);
    }
    return number;
  }

  /** Once the line has text. @param opened whether the last line before it opens a block */
  private indentationAfter(indentation: number, blanks: number, opened: boolean): number {
    const known = opened ? this.afterOpening : this.afterBlanks;
    const key = indentation * MANY + blanks;
    let number = known.get(key);
    if (number === undefined) {
      const before = this.indentations[indentation] ?? Indentation.none;
      number = this.indentationNumber(before.withLine(this.blanks.textOf(blanks), opened));
      known.set(key, number);
    }
    return number;
  }

  private indentationNumber(indentation: Indentation): number {
    const { identity } = indentation;
    let number = this.indentationNumbers.get(identity);
    if (number === undefined) {
      number = this.indentations.push(indentation) - 1;
      this.indentationNumbers.set(identity, number);
    }
    return number;
  }
}

/** The code point that begins at `start`. */
function codePointAt(bytes: Buffer, start: number): number {
  return bytes.toString('utf8', start, start + 4).codePointAt(0) ?? 0;
}

/** How many bytes a code point takes that begins with a byte above ASCII. */
function sizeOf(first: number): number {
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
