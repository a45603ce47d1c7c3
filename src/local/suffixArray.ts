/** How many suffixes are moved between two `yield`s: about a millisecond. */
const STEP = 1 << 16;

/**
 * Sorts the suffixes of `lexemes` by their first `depth` lexemes (by id; what lies beyond the end
 * counts as 0), equal ones by position: a radix sort from the last of these lexemes to the first.
 * `depth` passes over two arrays of 4 bytes a lexeme, whatever the text repeats.
 *
 * A generator, so that the caller decides when to go on: it yields every few tens of thousands of
 * suffixes and returns the sorted positions.
 *
 * @param idLimit all ids are below it
 */
export function* sortSuffixes(
  lexemes: Int32Array,
  depth: number,
  idLimit: number,
): Generator<void, Int32Array> {
  const { length } = lexemes;
  let sorted = new Int32Array(length);
  for (let position = 0; position < length; position++) sorted[position] = position;
  let moved = new Int32Array(length);
  const next = new Int32Array(idLimit + 1);
  for (let offset = depth - 1; offset >= 0; offset--) {
    countBefore(lexemes, offset, next);
    for (let from = 0; from < length; from += STEP) {
      const to = Math.min(length, from + STEP);
      for (let index = from; index < to; index++) {
        const position = sorted[index] ?? 0;
        const at = position + offset;
        const key = at < length ? (lexemes[at] ?? 0) : 0;
        const target = next[key] ?? 0;
        next[key] = target + 1;
        moved[target] = position;
      }
      yield;
    }
    [sorted, moved] = [moved, sorted];
  }
  return sorted;
}

/** Sets `before[id]` to the number of positions whose lexeme `offset` further on is below `id`. */
function countBefore(lexemes: Int32Array, offset: number, before: Int32Array): void {
  const { length } = lexemes;
  before.fill(0);
  for (let index = offset; index < length; index++) {
    const slot = (lexemes[index] ?? 0) + 1;
    before[slot] = (before[slot] ?? 0) + 1;
  }
  before[1] = (before[1] ?? 0) + Math.min(offset, length);
  for (let id = 1; id < before.length; id++) before[id] = (before[id] ?? 0) + (before[id - 1] ?? 0);
}
