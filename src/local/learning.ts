import type { LearnedDocument } from './documentsSegment';
import { lexemeEnd, normaliseForLearning } from './lexer';
import { LONGEST_TEXT } from './protocol';
import type { Vocabulary } from './vocabulary';

/** A line longer than this is written by a program. */
const LONG_LINE = 500;

/** How many lexemes are read between two `yield`s: about a millisecond. */
const STEP = 4096;

/**
 * Whether text looks written by people: not too long, no NUL character (a binary file has them), and
 * no more than half of it in very long lines (a minified or generated file).
 */
export function isLearnable(text: string): boolean {
  if (text.length > LONGEST_TEXT || text.includes('\0')) return false;
  let inLongLines = 0;
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed + 1;
    if (end - start > LONG_LINE) inLongLines += end - start;
    start = end;
  }
  return inLongLines * 2 <= text.length;
}

/** Reads a document into `vocabulary`; yields about every millisecond. */
export function* learn(vocabulary: Vocabulary, written: string): Generator<void, LearnedDocument> {
  const text = normaliseForLearning(written);
  const lexemes: number[] = [];
  const offsets: number[] = [];
  for (let start = 0; start < text.length;) {
    const end = lexemeEnd(text, start);
    lexemes.push(vocabulary.intern(text.slice(start, end)));
    offsets.push(start);
    start = end;
    if (lexemes.length % STEP === 0) yield;
  }
  return { text, lexemes: Int32Array.from(lexemes), offsets: Int32Array.from(offsets) };
}
