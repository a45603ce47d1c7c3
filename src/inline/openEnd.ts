import type { LexicalRules } from './lexicalRules';

const OPENER = /(?:[([]|(["'`])\1*|\$?\{)$/;
const BRACKET = /[([{]$/;

/**
 * Where `text` ends, which is cut at `end` as nobody is sure how its line goes on, without brackets and
 * quotes of strings that it would open at the very end: alone they are not worth a key, and the editor
 * closes only those that are typed. (So ended every twentieth completion that the embedded engine was
 * sure of.)
 *
 * @param before What stands before `text` on its line.
 * @param from No position before this one.
 */
export function withoutOpenEnd(
  text: string,
  { from, end, before }: { readonly from: number; readonly end: number; readonly before: string },
  rules: LexicalRules,
): number {
  const lineStart = text.lastIndexOf('\n', end - 1) + 1;
  const line = (lineStart === 0 ? before : '') + text.slice(lineStart, end);
  let kept = line.trimEnd();
  if (!opensAtEnd(kept, rules)) return end;
  while (opensAtEnd(kept, rules)) kept = kept.replace(OPENER, '').trimEnd();
  return Math.max(from, end - (line.length - kept.length));
}

function opensAtEnd(line: string, { quotes, spans }: LexicalRules): boolean {
  if (!OPENER.test(line)) return false;
  if (BRACKET.test(line)) return true;
  const last = line.slice(-1);
  const isOfStrings = quotes.includes(last) || spans.some(([begin]) => begin.startsWith(last));
  // It opens one where the line has as many before it.
  return isOfStrings && line.split(last).length % 2 === 0;
}
