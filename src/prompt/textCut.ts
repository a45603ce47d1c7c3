import { weightOf } from './tokenRate';

/** The start of a cut moves by so many lines at once where it can: see `endOfText`. */
const STEPS = [16, 4, 1];

/**
 * The end of `text` that weighs no more than `limit`, from a line border. While text is typed at its
 * end, the start stays where it is for some lines and then moves by several: servers can use again
 * what they know of a prompt as far as it begins with the same text.
 *
 * @param limit see `weightOf`
 */
export function endOfText(text: string, limit: number): string {
  if (weightOf(text) <= limit) return text;
  const starts = lineStarts(text);
  for (const step of STEPS) {
    const fitting = starts.findIndex(
      (start, line) => line % step === 0 && fits(text.slice(start), limit),
    );
    const start = starts[fitting];
    // A start that leaves little of what fits is no good: rather a smaller step.
    if (start !== undefined && (step === 1 || weightOf(text.slice(start)) > limit / 2)) {
      return text.slice(start);
    }
  }
  return withinLine(text, limit, 'end');
}

/** The beginning of `text` that weighs no more than `limit`, to a line border. */
export function beginningOfText(text: string, limit: number): string {
  if (weightOf(text) <= limit) return text;
  const cut = withinLine(text, limit, 'start');
  const border = cut.lastIndexOf('\n');
  return border <= 0 ? cut : cut.slice(0, border);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let border = text.indexOf('\n'); border !== -1; border = text.indexOf('\n', border + 1)) {
    starts.push(border + 1);
  }
  // What comes after the last line end is the cursor's line, which alone is no text to go on from.
  return starts.filter((start) => start < text.length);
}

function fits(text: string, limit: number): boolean {
  return text.length <= limit && weightOf(text) <= limit;
}

/** As many whole characters from the start or the end of `text` as weigh no more than `limit`. */
function withinLine(text: string, limit: number, from: 'start' | 'end'): string {
  let length = Math.max(0, Math.min(text.length, Math.floor(limit)));
  const cut = () => (from === 'start' ? text.slice(0, length) : text.slice(text.length - length));
  while (length > 0 && weightOf(cut()) > limit) {
    length = Math.min(length - 1, Math.floor((length * limit) / weightOf(cut())));
  }
  // Half of a character, or the joiner of a marker (see `withoutMarkers`) without its first character.
  const half = from === 'start' ? /[\uD800-\uDBFF]$/ : /^[\uDC00-\uDFFF\u2060]/;
  return cut().replace(half, '');
}
