/** How a document is indented. */
export interface Indentation {
  readonly insertSpaces: boolean;
  /** Columns of one level. */
  readonly width: number;
}

/**
 * `text` with the indentation of its lines as the document has it: models mix tabs and spaces up.
 *
 * @param lineBefore What stands before the cursor: if that is blank, the first line counts too.
 */
export function followIndentation(
  text: string,
  lineBefore: string,
  { insertSpaces, width }: Indentation,
): string {
  const lines = text.split('\n');
  const foreign = insertSpaces ? /^ *\t/ : /^\t* /;
  const counted = (_: string, index: number) => index > 0 || lineBefore.trim() === '';
  if (!lines.filter(counted).some((line) => foreign.test(line))) return text;
  const step = insertSpaces ? width : stepOfSpaces(lines.filter(counted), width);
  return lines
    .map((line, index) => (counted(line, index) ? indented(line, step) : line))
    .join('\n');

  function indented(line: string, columns: number): string {
    const content = line.trimStart();
    const white = line.slice(0, line.length - content.length);
    if (insertSpaces) return white.replaceAll('\t', ' '.repeat(columns)) + content;
    const spaces = white.replaceAll('\t', ' '.repeat(columns)).length;
    // What is left over aligns text within a level, as in the body of a comment: ` * `.
    return '\t'.repeat(Math.floor(spaces / columns)) + ' '.repeat(spaces % columns) + content;
  }
}

/** The columns of one level in text that is indented by spaces: the smallest indentation it has. */
function stepOfSpaces(lines: readonly string[], width: number): number {
  const widths = lines
    .filter((line) => line.startsWith(' ') && line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
    .filter((columns) => columns > 1);
  return Math.min(width, ...widths);
}
