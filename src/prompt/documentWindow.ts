/** The text around a cursor as plain data: line ends are `\n`, whatever the document's are. */
export interface DocumentWindow {
  /** Text before the cursor, from a line border up to the cursor. */
  readonly prefix: string;
  /** Text after the cursor. */
  readonly suffix: string;
}

/** A range of lines, the end not included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Lines the window's start moves by at once. A start that stays put lets servers cache the prompt. */
const STEP = 64;
const LINES_BEFORE = 128;
const LINES_AFTER = 64;

/** No more of one line than this is read, in UTF-16 code units, on either side of the cursor. */
export const LONGEST_LINE = 4_000;

/** Which lines of a document belong to the window of a cursor on `line`. */
export function windowLines(line: number, lineCount: number): LineRange {
  const firstWanted = Math.max(0, line - LINES_BEFORE);
  return {
    start: firstWanted - (firstWanted % STEP),
    end: Math.min(lineCount, line + 1 + LINES_AFTER),
  };
}

/** The part of the cursor's line that stands before the cursor. */
export function lineBeforeCursor({ prefix }: DocumentWindow): string {
  return prefix.slice(prefix.lastIndexOf('\n') + 1);
}

/** The part of the cursor's line that stands after the cursor. */
export function lineAfterCursor({ suffix }: DocumentWindow): string {
  const end = suffix.indexOf('\n');
  return end === -1 ? suffix : suffix.slice(0, end);
}
