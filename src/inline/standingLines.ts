import type { DocumentWindow } from '../prompt/documentWindow';

/**
 * Where `text` begins to repeat the line that already stands below the cursor's; undefined while it
 * does not. Only whole lines count, and the last one once the text is `finished`.
 */
export function standingLinesStart(
  text: string,
  window: DocumentWindow,
  finished: boolean,
): number | undefined {
  const below = lineBelow(window);
  if (below === undefined) return undefined;
  let start = text.indexOf('\n') + 1;
  while (start > 0) {
    const newline = text.indexOf('\n', start);
    if (newline === -1 && !finished) return undefined;
    const line = text.slice(start, newline === -1 ? undefined : newline);
    if (line.trimEnd() === below) return start - 1;
    start = newline + 1;
  }
  return undefined;
}

/** The next line below the cursor's that has something on it. */
function lineBelow({ suffix }: DocumentWindow): string | undefined {
  const lines = /\n[^\S\n]*(?:\n[^\S\n]*)*(?=\S)/.exec(suffix);
  if (!lines) return undefined;
  const start = suffix.lastIndexOf('\n', lines.index + lines[0].length - 1) + 1;
  const end = suffix.indexOf('\n', start);
  return suffix.slice(start, end === -1 ? undefined : end).trimEnd();
}
