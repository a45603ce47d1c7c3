import type { LexicalRules } from './lexicalRules';

/** A bracket in code, neither in a string nor in a comment. */
export interface Bracket {
  readonly character: string;
  /** In UTF-16 code units from the start of the line. */
  readonly at: number;
}

/** What a line holds, lexically. */
export interface LineScan {
  readonly brackets: readonly Bracket[];
  /** What would end the string or comment that goes on in the next line. */
  readonly span: string | undefined;
  /** The quote of a string that the line does not close. */
  readonly openQuote: string | undefined;
}

const BRACKETS = new Set('()[]{}');
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The bracket that `character` closes; undefined for anything else. */
export function closes(character: string): string | undefined {
  return CLOSERS[character];
}

/**
 * Scans one line.
 *
 * @param span What ends the string or comment in which the line begins.
 */
export function scanLine(line: string, rules: LexicalRules, span?: string): LineScan {
  const brackets: Bracket[] = [];
  let within = span;
  let at = 0;
  while (at < line.length) {
    if (within !== undefined) {
      const end = line.indexOf(within, at);
      if (end === -1) return { brackets, span: within, openQuote: undefined };
      at = end + within.length;
      within = undefined;
      continue;
    }
    const opened = rules.spans.find(([begin]) => line.startsWith(begin, at));
    if (opened) {
      within = opened[1];
      at += opened[0].length;
      continue;
    }
    if (rules.lineComments.some((begin) => line.startsWith(begin, at))) break;
    const character = line.charAt(at);
    if (rules.quotes.includes(character)) {
      const end = endOfString(line, at);
      if (end === undefined) return { brackets, span: undefined, openQuote: character };
      at = end;
      continue;
    }
    if (BRACKETS.has(character)) brackets.push({ character, at });
    at++;
  }
  return { brackets, span: within, openQuote: undefined };
}

/** The end of the string that begins at `start`; undefined if the line does not end it. */
function endOfString(line: string, start: number): number | undefined {
  const quote = line.charAt(start);
  for (let at = start + 1; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '\\') at++;
    else if (character === quote) return at + 1;
  }
  return undefined;
}

/** What ends the string or comment in which `text` ends; undefined if it ends in code. */
export function spanAtEnd(text: string, rules: LexicalRules): string | undefined {
  if (rules.spans.length === 0) return undefined;
  let span: string | undefined;
  for (const line of text.split('\n')) span = scanLine(line, rules, span).span;
  return span;
}
