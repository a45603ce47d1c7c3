/** How many items are sorted or merged between two `yield`s: about a millisecond. */
const STEP = { sorted: 1 << 10, merged: 1 << 13 };

/** Whether one item comes before another. No two are equal. */
type Before<T> = (one: T, other: T) => boolean;

/**
 * Sorts `fresh` and merges it with what is `sorted` already; yields about every millisecond.
 *
 * @returns a new array
 */
export function* sortInto<T>(
  sorted: readonly T[],
  fresh: readonly T[],
  isBefore: Before<T>,
): Generator<void, T[]> {
  let runs: (readonly T[])[] = [];
  for (let from = 0; from < fresh.length; from += STEP.sorted) {
    const run = fresh.slice(from, from + STEP.sorted);
    runs.push(run.sort((a, b) => (isBefore(a, b) ? -1 : 1)));
    yield;
  }
  while (runs.length > 1) {
    const longer: (readonly T[])[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      longer.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? [], isBefore));
    }
    runs = longer;
  }
  return yield* merge(sorted, runs[0] ?? [], isBefore);
}

function* merge<T>(
  one: readonly T[],
  other: readonly T[],
  isBefore: Before<T>,
): Generator<void, T[]> {
  const merged: T[] = [];
  let next = 0;
  for (const item of one) {
    for (let before = other[next]; before !== undefined; before = other[++next]) {
      if (isBefore(item, before)) break;
      merged.push(before);
    }
    merged.push(item);
    if (merged.length % STEP.merged === 0) yield;
  }
  for (; next < other.length; next++) {
    const item = other[next];
    if (item !== undefined) merged.push(item);
  }
  return merged;
}
