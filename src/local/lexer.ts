import { LexemeKind } from './lexemeKind';

/** The greatest length of a lexeme in code points; what is longer becomes several lexemes. */
export const LONGEST_LEXEME = 64;

const LINE_FEED = 10;
const TAB = 9;
const SPACE = 32;
const ASCII = 128;

const wordPattern = /^[\p{L}\p{M}\p{N}_$]$/u;
const asciiWord = Uint8Array.from({ length: ASCII }, (_, code) =>
  wordPattern.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Whether a code point is a part of a word: a letter, mark, digit, `_` or `$`. */
export function isWordPart(codePoint: number): boolean {
  return codePoint < ASCII
    ? asciiWord[codePoint] === 1
    : wordPattern.test(String.fromCodePoint(codePoint));
}

function isBlank(codePoint: number): boolean {
  return codePoint === SPACE || codePoint === TAB;
}

/** The kind of the lexeme that begins with the code point at `offset` of `text`. */
export function lexemeKindAt(text: string, offset: number): LexemeKind {
  const codePoint = text.codePointAt(offset);
  if (codePoint === undefined) return LexemeKind.boundary;
  if (isBlank(codePoint)) return LexemeKind.space;
  if (codePoint === LINE_FEED) return LexemeKind.newline;
  return isWordPart(codePoint) ? LexemeKind.word : LexemeKind.symbol;
}

/**
 * Where the lexeme that begins at `start` ends, as an offset in UTF-16 code units. The rules know no
 * language: a word, a run of blanks, a line feed with its indentation, or one other code point. They
 * lose nothing: all lexemes one behind the other are the text. A lone surrogate is a symbol.
 *
 * @param start an offset below the length of `text`, not inside a surrogate pair
 */
export function lexemeEnd(text: string, start: number): number {
  const first = text.codePointAt(start) ?? 0;
  const afterFirst = start + (first > 0xffff ? 2 : 1);
  if (isWordPart(first)) return runEnd(text, afterFirst, isWordPart);
  if (isBlank(first) || first === LINE_FEED) return runEnd(text, afterFirst, isBlank);
  return afterFirst;
}

function runEnd(text: string, start: number, belongs: (codePoint: number) => boolean): number {
  let end = start;
  for (let length = 1; length < LONGEST_LEXEME && end < text.length; length++) {
    const codePoint = text.codePointAt(end) ?? 0;
    if (!belongs(codePoint)) break;
    end += codePoint > 0xffff ? 2 : 1;
  }
  return end;
}

/** The lexemes of `text`, in order. */
export function lex(text: string): string[] {
  const lexemes: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = lexemeEnd(text, start);
    lexemes.push(text.slice(start, end));
    start = end;
  }
  return lexemes;
}

/** Whether `lexeme` has reached the greatest length: what follows begins a new one. */
export function isFullLexeme(lexeme: string): boolean {
  if (lexeme.length < LONGEST_LEXEME) return false;
  let length = 0;
  for (let offset = 0; offset < lexeme.length; length++) {
    offset += (lexeme.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return length >= LONGEST_LEXEME;
}

/** How text is learned: with line feeds only, as the editor's prompts have them, and no BOM. */
export function normaliseForLearning(text: string): string {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return withoutMark.includes('\r') ? withoutMark.replace(/\r\n?/g, '\n') : withoutMark;
}
