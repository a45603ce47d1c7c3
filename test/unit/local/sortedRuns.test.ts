import assert from 'node:assert/strict';
import { sortInto } from '../../../src/local/sortedRuns';
import { finish, seededRandom } from './localTesting';

describe('sortInto', () => {
  for (const [sorted, fresh] of [
    [0, 0],
    [5, 0],
    [0, 1],
    [1, 5000],
    [20_000, 3000],
  ] as const) {
    it(`merges ${fresh} items with ${sorted} in order`, () => {
      const random = seededRandom(sorted + fresh, 0);
      const all = Array.from({ length: sorted + fresh }, (_, index) => index);
      for (let index = all.length - 1; index > 0; index--) {
        const other = Math.floor(random() * (index + 1));
        [all[index], all[other]] = [all[other] ?? 0, all[index] ?? 0];
      }
      const first = all.slice(0, sorted).sort((a, b) => a - b);
      const before = [...first];
      const merged = finish(sortInto(first, all.slice(sorted), (a, b) => a < b));
      assert.deepEqual(
        merged,
        all.toSorted((a, b) => a - b),
      );
      assert.deepEqual(first, before);
    });
  }
});
