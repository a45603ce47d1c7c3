import assert from 'node:assert/strict';
import { ContextMatcher } from '../../../src/local/contextMatcher';
import { Followers } from '../../../src/local/followers';
import { LONGEST_CONTEXT, Segment } from '../../../src/local/segment';
import { sortSuffixes } from '../../../src/local/suffixArray';
import { BOUNDARY } from '../../../src/local/vocabulary';
import { finish, seededRandom } from './localTesting';

function randomIds(length: number, limit: number, random: () => number): Int32Array {
  return Int32Array.from({ length }, () => 1 + Math.floor(random() * (limit - 1)));
}

/** What follows `context` in `lexemes`, counted by hand. */
function countByHand(
  lexemes: Int32Array,
  context: readonly number[],
  counts: (position: number) => boolean,
): Map<number, number> {
  const followers = new Map<number, number>();
  for (let position = context.length; position < lexemes.length; position++) {
    const start = position - context.length;
    if (!context.every((lexeme, index) => lexemes[start + index] === lexeme)) continue;
    const follower = lexemes[position] ?? BOUNDARY;
    if (counts(position)) followers.set(follower, (followers.get(follower) ?? 0) + 1);
  }
  return followers;
}

function asMap({ lexemes, counts, length }: Followers): Map<number, number> {
  return new Map(
    Array.from({ length }, (_, index) => [lexemes[index] ?? -1, counts[index] ?? 0] as const),
  );
}

describe('sortSuffixes', () => {
  it('sorts suffixes by their first lexemes', () => {
    const random = seededRandom(4, 0);
    for (const [length, limit] of [
      [0, 2],
      [1, 2],
      [500, 3],
      [500, 40],
    ] as const) {
      const lexemes = randomIds(length, limit, random);
      const depth = 5;
      const beginnings = [...finish(sortSuffixes(lexemes, depth, limit))].map((position) =>
        Array.from({ length: depth }, (_, index) => lexemes[position + index] ?? 0),
      );
      const expected = beginnings.toSorted((a, b) => {
        const differs = a.findIndex((lexeme, index) => lexeme !== b[index]);
        return differs < 0 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
      });
      assert.equal(beginnings.length, length);
      assert.deepEqual(beginnings, expected);
    }
  });
});

describe('Segment and ContextMatcher', () => {
  /** Compares the followers of all contexts along a random walk with a count by hand. */
  function compare(documentLength: number, limit: number, random: () => number): void {
    const documents = new Map(
      ['a', 'b', 'c'].map((name) => [name, randomIds(documentLength, limit, random)]),
    );
    const segment = finish(Segment.build(documents, limit));
    segment.mask('b', true);
    const masked = segment.rangeOf('b') ?? { start: 0, end: 0 };
    const left = { start: 3, end: 9 };
    const matcher = new ContextMatcher(segment);
    const sequence = [...randomIds(40, limit, random), ...(documents.get('c')?.slice(0, 20) ?? [])];
    const appended: number[] = [];
    for (const lexeme of sequence) {
      matcher.append(lexeme);
      appended.push(lexeme);
      for (let length = 1; length <= matcher.longest; length++) {
        const [low, high] = [matcher.low(length), matcher.high(length)];
        const followers = segment.followers(low, high, length, new Followers(), left);
        const often = high - low > 1024;
        const expected = countByHand(segment.lexemes, appended.slice(-length), (position) =>
          often
            ? true
            : !(position >= masked.start && position < masked.end) &&
              !(position >= left.start && position < left.end),
        );
        assert.deepEqual(asMap(followers), expected);
      }
      const tooLong = Math.min(appended.length, matcher.longest + 1);
      if (tooLong <= matcher.longest || matcher.longest === LONGEST_CONTEXT) continue;
      const nothing = countByHand(segment.lexemes, appended.slice(-tooLong), () => true);
      assert.equal(nothing.size, 0);
    }
  }

  it('count what follows each context, less what is masked or left out', () => {
    const random = seededRandom(5, 0);
    compare(60, 4, random);
    compare(300, 12, random);
  });

  it('count all followers of frequent contexts', () => {
    compare(5000, 4, seededRandom(6, 0));
  });

  it('take a document in again', () => {
    const segment = finish(Segment.build(new Map([['a', Int32Array.of(1, 2)]]), 3));
    const matcher = new ContextMatcher(segment);
    matcher.append(1);
    const total = () =>
      segment.followers(matcher.low(1), matcher.high(1), 1, new Followers()).total;
    segment.mask('a', true);
    assert.equal(total(), 0);
    segment.mask('a', false);
    assert.equal(total(), 1);
  });

  it('have a boundary before, between and after documents', () => {
    const documents = new Map([
      ['a', Int32Array.of(1, 2)],
      ['b', Int32Array.of(3)],
    ]);
    const segment = finish(Segment.build(documents, 4));
    assert.deepEqual([...segment.lexemes], [BOUNDARY, 1, 2, BOUNDARY, 3, BOUNDARY]);
    assert.deepEqual([...(segment.lexemesOf('b') ?? [])], [3]);
  });
});
