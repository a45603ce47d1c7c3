import assert from 'node:assert/strict';
import { compareSuffixes, sortPositions } from '../../../src/local/suffixSort';
import { BOUNDARY } from '../../../src/local/vocabulary';
import { finish, seededRandom } from './localTesting';

describe('sortPositions', () => {
  for (const [name, length, limit, copies] of [
    ['random lexemes', 3000, 40, 0],
    ['passages that are there many times', 3000, 40, 0.9],
    ['one lexeme alone', 2000, 2, 0],
    ['so many that it takes several steps', 50_000, 5, 0.5],
  ] as const) {
    it(`sorts ${name} as they compare, equal ones by position`, () => {
      const random = seededRandom(71, length);
      const lexemes = new Int32Array(length);
      for (let index = 1; index < length;) {
        const from = Math.floor(random() * index);
        const copied = random() < copies ? Math.floor(random() * 60) : 0;
        lexemes.copyWithin(index, from, Math.min(index, from + copied));
        index += Math.min(copied, index - from);
        if (index < length) lexemes[index++] = 1 + Math.floor(random() * (limit - 1));
        if (index < length && random() < 0.01) lexemes[index++] = BOUNDARY;
      }
      const positions = Int32Array.from(lexemes.keys()).map((index) => (index * 7919) % length);
      const expected = positions.toSorted((a, b) => compareSuffixes(lexemes, a, b, 13));
      finish(sortPositions(lexemes, positions, 13));
      assert.deepEqual(positions, expected);
    });
  }
});

describe('compareSuffixes', () => {
  it('compares up to the depth, or to the boundary, and then by position', () => {
    const lexemes = Int32Array.of(BOUNDARY, 1, 2, BOUNDARY, BOUNDARY, 1, 2, BOUNDARY, 3, 1, 2, 3);
    assert.ok(compareSuffixes(lexemes, 0, 4, 5) < 0);
    assert.ok(compareSuffixes(lexemes, 5, 1, 5) > 0);
    assert.ok(compareSuffixes(lexemes, 9, 1, 5) > 0);
    assert.ok(compareSuffixes(lexemes, 9, 1, 5, 2) > 0);
    assert.ok(compareSuffixes(lexemes, 1, 9, 2) < 0);
    assert.equal(compareSuffixes(lexemes, 5, 5, 5), 0);
  });
});
