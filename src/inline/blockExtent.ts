import type { CompletionExtent } from './completionExtent';
import type { LexicalRules } from './lexicalRules';
import { closes, scanLine } from './lineScan';

/** Where the cursor stands to the block that is being written. */
export interface BlockPlace {
  /** At the end of a line that opens the block, or at an empty line within it. */
  readonly cursor: 'opening' | 'inside';
  /** The cursor's line, up to the cursor. */
  readonly line: string;
  /** What ends the string or comment that the cursor's line begins in. */
  readonly span: string | undefined;
}

const CLOSING_WORD = /^(?:end|fi|done|esac)\b/;
const CLOSING_WORD_BEGUN = /^(?:e|en|end|f|fi|d|do|don|done|es|esa|esac)$/;
const CONTINUING_WORD = /^(?:else|elif|elsif|except|finally|rescue|ensure|catch)\b/;

/**
 * Up to the end of a block, told by brackets and, where they say nothing, by indentation. What is in
 * strings and comments counts for neither.
 */
export class BlockExtent implements CompletionExtent {
  readonly stop = undefined;

  constructor(
    private readonly place: BlockPlace,
    private readonly rules: LexicalRules,
  ) {}

  end(text: string): number | undefined {
    return this.place.cursor === 'opening' ? this.endOfOpened(text) : this.endOfInside(text);
  }

  /** Up to the line that closes what the cursor's line has opened. */
  private endOfOpened(text: string): number | undefined {
    const reader = new LineReader(this.place.line + text, this.place, this.rules);
    const first = reader.next();
    if (!first?.whole) return undefined;
    const bracketed = reader.depth > 0;
    if (!bracketed && !opensByWord(first.text)) return this.offset(first.end);
    const base = indentationOf(first.text);
    let last = first;
    for (let line = reader.next(); line; line = reader.next()) {
      if (line.inSpan) continue;
      if (line.text.trim() === '') continue;
      const indent = indentationOf(line.text);
      if (bracketed) {
        if (line.whole && reader.depth <= 0) return this.offset(line.end);
        if (indent < base) return this.offset(last.end);
      } else if (indent <= base) {
        const word = line.text.trimStart();
        if (CLOSING_WORD.test(word)) return line.whole ? this.offset(line.end) : undefined;
        if (indent < base || !mayContinue(word, line.whole)) return this.offset(last.end);
      }
      if (line.whole) last = line;
    }
    return undefined;
  }

  /** Up to where the block that the cursor is in ends, or to a blank line after a whole statement. */
  private endOfInside(text: string): number | undefined {
    const reader = new LineReader(this.place.line + text, this.place, this.rules);
    let base: number | undefined;
    let last: Line | undefined;
    for (let line = reader.next(); line; line = reader.next()) {
      const before = last?.end ?? this.place.line.length;
      if (line.inSpan) {
        if (line.whole) last = line;
        continue;
      }
      const { depth } = reader;
      if (line.text.trim() === '') {
        const finished =
          base !== undefined && depth <= 0 && last && indentationOf(last.text) <= base;
        if (line.whole && finished) return this.offset(before);
        continue;
      }
      const indent = indentationOf(line.text);
      if (reader.closedOuter) return this.offset(before);
      if (base !== undefined && indent < base && line.depthBefore <= 0) return this.offset(before);
      // A blank line was passed over, as more of an indented block might have come after it.
      const afterBlank = last !== undefined && line.start > last.end + 1;
      if (afterBlank && base !== undefined && indent <= base && line.depthBefore <= 0) {
        if (!CLOSING_WORD_BEGUN.test(line.text.trim()) && !CLOSING_WORD.test(line.text.trim())) {
          return this.offset(before);
        }
      }
      base ??= indent;
      if (line.whole) last = line;
    }
    return undefined;
  }

  private offset(end: number): number {
    return Math.max(0, end - this.place.line.length);
  }
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether its line end has come. */
  readonly whole: boolean;
  /** Whether it begins inside a string or comment that spans lines. */
  readonly inSpan: boolean;
  readonly depthBefore: number;
}

/** Reads lines and keeps count of the brackets that they open. */
class LineReader {
  private position = 0;
  private span: string | undefined;
  /** How much of the text stood there before the completion. */
  private readonly given: number;
  depth = 0;
  /** Whether a bracket was closed that had been opened before. */
  closedOuter = false;

  constructor(
    private readonly text: string,
    { span, line }: BlockPlace,
    private readonly rules: LexicalRules,
  ) {
    this.span = span;
    this.given = line.length;
  }

  next(): Line | undefined {
    if (this.position > this.text.length) return undefined;
    const start = this.position;
    const newline = this.text.indexOf('\n', start);
    const whole = newline !== -1;
    const end = whole ? newline : this.text.length;
    const text = this.text.slice(start, end);
    const inSpan = this.span !== undefined;
    const depthBefore = this.depth;
    const { brackets, span } = scanLine(text, this.rules, this.span);
    for (const { character, at } of brackets) {
      if (closes(character) === undefined) this.depth++;
      // What the cursor's line closes was opened above it: `} else {`.
      else if (this.depth === 0 && start + at < this.given) continue;
      else if (--this.depth < 0) this.closedOuter = true;
    }
    this.span = span;
    this.position = end + 1;
    return { text, start, end, whole, inSpan, depthBefore };
  }
}

function opensByWord(line: string): boolean {
  return (
    /(?::|=>|->|=|\b(?:do|then|begin|else|try))[ \t]*(?:#.*)?$/.test(line) ||
    /^\s*(?:def|class|module|if|unless|while|case|for)\b/.test(line)
  );
}

function mayContinue(word: string, whole: boolean): boolean {
  if (CONTINUING_WORD.test(word)) return true;
  return !whole && /^[a-z]{0,7}$/.test(word);
}

function indentationOf(line: string): number {
  return line.length - line.trimStart().length;
}
