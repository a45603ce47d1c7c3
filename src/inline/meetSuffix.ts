import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import type { LexicalRules } from './lexicalRules';
import { closes, scanLine } from './lineScan';

/** A completion fitted to the rest of the cursor's line. */
export interface FittedCompletion {
  readonly text: string;
  /** How many UTF-16 code units after the cursor the text takes the place of. */
  readonly replaces: number;
}

const CLOSES = /^[)\]}]/;
/** What closes the block that is being written stands on a line of its own. */
const CLOSES_BLOCK = /^[)\]}][)\]};,]*$/;
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
  let best: FittedCompletion = { text, replaces: 0 };
  let least = Infinity;
  for (const candidate of candidates(text, standing)) {
    const rest = standing.slice(candidate.replaces);
    const left = imbalance(before + candidate.text + rest, rules);
    if (left < least) [best, least] = [candidate, left];
    if (left <= asItWas) break;
  }
  const rest = standing.slice(best.replaces);
  const indentation = indentationOf(before);
  const isOpen = best.text === text && CLOSES_BLOCK.test(rest) && isWithin(text, indentation);
  return isOpen ? { ...best, text: `${text}\n${indentation}` } : best;
}

/** Whether `text` ends in a block that was begun in a line of that indentation. */
function isWithin(text: string, indentation: string): boolean {
  const [last = '', ...others] = text.split('\n').reverse();
  const isEnd = CLOSES.test(last.trimStart()) && indentationOf(last).length <= indentation.length;
  return others.length > 0 && !isEnd;
}

function indentationOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** The ways to join the two, the one that keeps most of the text first. */
function* candidates(text: string, standing: string): Generator<FittedCompletion> {
  const [firstLine = ''] = text.split('\n', 1);
  if (text === firstLine && text.endsWith(standing)) yield { text, replaces: standing.length };
  const closers = CLOSERS_AHEAD.exec(standing)?.[0] ?? '';
  for (let length = closers.length; length > 0; length--) {
    if (isSubsequence(standing.slice(0, length), firstLine)) yield { text, replaces: length };
  }
  const shared = overlap(text, standing);
  if (shared > 0) yield { text: text.slice(0, text.length - shared), replaces: 0 };
  yield { text, replaces: 0 };
}

/** How many brackets and quotes of `text`, a line or more, are left without their other half. */
function imbalance(text: string, rules: LexicalRules): number {
  const open: string[] = [];
  let alone = 0;
  let span: string | undefined;
  for (const line of text.split('\n')) {
    const scan = scanLine(line, rules, span);
    ({ span } = scan);
    if (scan.openQuote !== undefined) alone++;
    for (const { character } of scan.brackets) {
      const opener = closes(character);
      if (opener === undefined) open.push(character);
      else if (open.at(-1) === opener) open.pop();
      else alone++;
    }
  }
  return alone + open.length + (span === undefined ? 0 : 1);
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
