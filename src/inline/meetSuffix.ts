import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import type { LexicalRules } from './lexicalRules';
import { closes, scanLine } from './lineScan';

/** A completion fitted to the rest of the cursor's line. */
export interface FittedCompletion {
  readonly text: string;
  /** How many UTF-16 code units after the cursor the text takes the place of. */
  readonly replaces: number;
}

/** What closes the block that is being written stands on a line of its own. */
const CLOSES_BLOCK = /^[)\]}][)\]};,]*$/;
const ONLY_CLOSERS = /^[)\]}>"'`;,]+$/;
/** What an editor closes by itself, and what ends a statement. */
const CLOSERS_AHEAD = /^[)\]}>"'`;,]+/;

/**
 * Fits `text` to what already stands after the cursor on its line, so that closing brackets, quotes,
 * semicolons and repeated ends of lines are not doubled, and none is lost.
 *
 * The replaced text is always found again, in order, in the new text: the editor shows ghost text
 * only for insertions.
 */
export function meetSuffix(
  text: string,
  window: DocumentWindow,
  rules: LexicalRules,
): FittedCompletion {
  const standing = lineAfterCursor(window).trimEnd();
  if (standing === '' || text === '') return { text, replaces: 0 };
  const before = lineBeforeCursor(window);
  const asItWas = imbalance(before + standing, rules);
  const fits = ({ text: inserted, replaces }: FittedCompletion) => {
    const line = before + inserted + standing.slice(replaces);
    return line.includes('\n') || imbalance(line, rules) <= asItWas;
  };
  const inserted = { text, replaces: 0 };
  const fitted = [...candidates(text, standing)].find(fits) ?? inserted;
  const isOpen = fitted.text.includes('\n') && fitted.text === text && CLOSES_BLOCK.test(standing);
  return isOpen ? { ...fitted, text: `${text}\n${indentationOf(before)}` } : fitted;
}

function indentationOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** The ways to join the two, the one that keeps most of the text first. */
function* candidates(text: string, standing: string): Generator<FittedCompletion> {
  if (!text.includes('\n')) {
    if (text.endsWith(standing)) yield { text, replaces: standing.length };
    const closers = CLOSERS_AHEAD.exec(standing)?.[0] ?? '';
    const longest = ONLY_CLOSERS.test(standing) ? standing.length : closers.length;
    for (let length = longest; length > 0; length--) {
      if (isSubsequence(standing.slice(0, length), text)) yield { text, replaces: length };
    }
  }
  const shared = overlap(text, standing);
  if (shared > 0) yield { text: text.slice(0, text.length - shared), replaces: 0 };
  yield { text, replaces: 0 };
}

/** How many brackets and quotes of a line are left without their other half. */
function imbalance(line: string, rules: LexicalRules): number {
  const { brackets, openQuote, span } = scanLine(line, rules);
  const open: string[] = [];
  let unopened = 0;
  for (const { character } of brackets) {
    const opener = closes(character);
    if (opener === undefined) open.push(character);
    else if (open.at(-1) === opener) open.pop();
    else unopened++;
  }
  return unopened + open.length + (openQuote === undefined && span === undefined ? 0 : 1);
}

/** Length of the longest end of `text` that `standing` begins with. */
function overlap(text: string, standing: string): number {
  for (let length = Math.min(text.length, standing.length); length > 0; length--) {
    if (text.endsWith(standing.slice(0, length))) return length;
  }
  return 0;
}

function isSubsequence(part: string, whole: string): boolean {
  let found = 0;
  for (const character of whole) if (character === part[found]) found++;
  return found === part.length;
}
