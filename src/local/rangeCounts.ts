import type { PositionRange } from './suffixArray';
import { BOUNDARY } from './vocabulary';

/** How many lexemes are counted between two `yield`s. */
const STEP = 1 << 16;

/** Adds how often each lexeme occurs in ranges, or takes it away; yields about every millisecond. */
export function* countRanges(
  lexemes: Int32Array,
  ranges: readonly PositionRange[],
  sign: 1 | -1,
  change: Int32Array,
): Generator<void, void> {
  let since = 0;
  for (const range of ranges) {
    addCounts(lexemes, range, sign, change);
    since += range.end - range.start;
    if (since > STEP) {
      since = 0;
      yield;
    }
  }
}

/** Counts what has a suffix: the boundary that begins a file, but not the one that ends it. */
export function addCounts(
  lexemes: Int32Array,
  { start, end }: PositionRange,
  sign: 1 | -1,
  change: Int32Array,
): void {
  for (let position = start; position < end - 1; position++) {
    const lexeme = lexemes[position] ?? BOUNDARY;
    change[lexeme] = (change[lexeme] ?? 0) + sign;
  }
}
