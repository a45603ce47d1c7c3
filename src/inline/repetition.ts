/** A line this short says the same in many places: `}`, `end`, `else {`. */
const TELLING_LINE = 8;
/** A line that comes so often in one completion shows that the model is going in circles. */
const MOST_OCCURRENCES = 2;
/** So much text in one line made of one repeated piece is no longer meant. */
const LOOP = { least: 40, pieces: 4, longestPiece: 24 };

/**
 * Where `text` begins to repeat itself or the lines above the cursor; undefined while it does not.
 *
 * @param above The lines above the cursor's, the nearest last.
 */
export function repetitionStart(text: string, above: readonly string[]): number | undefined {
  return repeatedLine(text) ?? repeatedAbove(text, above) ?? loop(text);
}

/** A whole line that has come before twice. */
function repeatedLine(text: string): number | undefined {
  const seen = new Map<string, number>();
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    const line = text.slice(start, end).trim();
    if (line.length >= TELLING_LINE) {
      const count = (seen.get(line) ?? 0) + 1;
      if (count > MOST_OCCURRENCES) return Math.max(0, start - 1);
      seen.set(line, count);
    }
    start = end + 1;
  }
  return undefined;
}

/** The first two lines are the two above the cursor once more. */
function repeatedAbove(text: string, above: readonly string[]): number | undefined {
  const [second, last] = above.filter((line) => line.trim() !== '').slice(-2);
  if (second === undefined || last === undefined) return undefined;
  const lines = text.split('\n').slice(0, -1);
  const [first, next] = lines.filter((line) => line.trim() !== '');
  if (first === undefined || next === undefined) return undefined;
  const telling = first.trim().length + next.trim().length >= 2 * TELLING_LINE;
  return telling && first.trim() === second.trim() && next.trim() === last.trim() ? 0 : undefined;
}

/** The last line ends in one piece again and again: cut after its second time. */
function loop(text: string): number | undefined {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  if (line.length < LOOP.least) return undefined;
  for (let period = 1; period <= LOOP.longestPiece; period++) {
    const length = Math.max(LOOP.least, LOOP.pieces * period);
    if (length > line.length) return undefined;
    const tail = line.slice(-length);
    // Rulers and rows of spaces are made of one character, and are meant.
    if (/^(.)\1*$/.test(tail)) return undefined;
    if (tail.slice(period) !== tail.slice(0, -period)) continue;
    let start = line.length - length;
    while (start > 0 && line[start - 1] === line[start - 1 + period]) start--;
    return text.length - line.length + start + period;
  }
  return undefined;
}
