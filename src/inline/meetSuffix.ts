/** A completion fitted to the rest of the cursor's line. */
export interface FittedCompletion {
  readonly text: string;
  /** How many UTF-16 code units after the cursor the text takes the place of. */
  readonly replaces: number;
}

const ONLY_CLOSERS = /^[)\]}>"'`;,]+$/;

/**
 * Fits `text` to `lineAfter`, what already stands after the cursor on its line, so that closing
 * brackets, quotes and repeated ends of lines are not doubled.
 *
 * The replaced text is always found again, in order, in the new text: the editor shows ghost text
 * only for insertions.
 */
export function meetSuffix(text: string, lineAfter: string): FittedCompletion {
  const standing = lineAfter.trimEnd();
  if (standing === '') return { text, replaces: 0 };
  const oneLine = !text.includes('\n');
  if (oneLine && text.endsWith(standing)) return { text, replaces: standing.length };
  if (oneLine && ONLY_CLOSERS.test(standing) && isSubsequence(standing, text)) {
    return { text, replaces: standing.length };
  }
  return { text: text.slice(0, text.length - overlap(text, standing)), replaces: 0 };
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
