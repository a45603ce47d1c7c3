/** A line at the outermost level that opens something with a name: a function, a class. */
const OPENING_LINE = /^[\p{L}\p{N}_$@].*[{([:]$/u;

/** A line this short opens the like of it in many places: `else {`, `finally:`. */
const TELLING_LINE = 10;

/** Only the nearest lines: each has to be compared with what is written. */
const MOST_LINES = 64;

/**
 * What a text would have at the beginning of a block that stands around the cursor already. Greedy, an
 * n-gram model that has finished one function easily goes on with those it has just read.
 */
export function standingBlocks(prompt: string, suffix: string): string[] {
  const before = openingLines(prompt.split('\n')).slice(-MOST_LINES);
  const after = openingLines(suffix.split('\n').slice(1)).slice(0, MOST_LINES);
  return [...new Set([...before, ...after])].map((line) => `\n${line}\n`);
}

function openingLines(lines: readonly string[]): string[] {
  return lines.filter((line) => line.length >= TELLING_LINE && OPENING_LINE.test(line));
}
