const OPENER = /(?:[([]|(["'`])\1*|\$?\{)$/;
const BRACKET = /[([{]$/;

/**
 * Where `text` ends, which is cut at `end` as nobody is sure how its line goes on, without brackets and
 * quotes that it would open at the very end: alone they are not worth a key, and the editor closes only
 * those that are typed. (So ended every twentieth completion that the embedded engine was sure of.)
 *
 * @param before What stands before `text` on its line.
 * @param from No position before this one.
 */
export function withoutOpenEnd(text: string, from: number, end: number, before: string): number {
  const lineStart = text.lastIndexOf('\n', end - 1) + 1;
  const line = (lineStart === 0 ? before : '') + text.slice(lineStart, end);
  let kept = line.trimEnd();
  if (!opensAtEnd(kept)) return end;
  while (opensAtEnd(kept)) kept = kept.replace(OPENER, '').trimEnd();
  return Math.max(from, end - (line.length - kept.length));
}

function opensAtEnd(line: string): boolean {
  if (!OPENER.test(line)) return false;
  // A quote opens where the line has as many of them before it.
  return BRACKET.test(line) || line.split(line.slice(-1)).length % 2 === 0;
}
