import assert from 'node:assert/strict';
import { ContextMatcher } from '../../../src/local/contextMatcher';
import { Followers } from '../../../src/local/followers';
import { LexemeCounts } from '../../../src/local/lexemeCounts';
import { LexemeHashes } from '../../../src/local/lexemeHashes';
import { LONGEST_CONTEXT, Segment } from '../../../src/local/segment';
import { sortSuffixes } from '../../../src/local/suffixArray';
import { BOUNDARY, Vocabulary } from '../../../src/local/vocabulary';
import { WorkspaceIndex } from '../../../src/local/workspaceIndex';
import { finish, seededRandom } from './localTesting';

function randomIds(length: number, limit: number, random: () => number): Int32Array {
  return Int32Array.from({ length }, () => 1 + Math.floor(random() * (limit - 1)));
}

/** What follows `context` in `lexemes`, counted by hand. */
function countByHand(
  lexemes: Int32Array,
  context: readonly number[],
  counts: (start: number) => boolean,
): Map<number, number> {
  const followers = new Map<number, number>();
  for (let position = context.length; position < lexemes.length; position++) {
    const start = position - context.length;
    if (!context.every((lexeme, index) => lexemes[start + index] === lexeme)) continue;
    const follower = lexemes[position] ?? BOUNDARY;
    if (counts(start)) followers.set(follower, (followers.get(follower) ?? 0) + 1);
  }
  return followers;
}

function asMap({ lexemes, counts, length }: Followers): Map<number, number> {
  return new Map(
    Array.from({ length }, (_, index) => [lexemes[index] ?? -1, counts[index] ?? 0] as const),
  );
}

/** Documents between boundaries of their own, one behind the other. */
function layOut(documents: readonly Int32Array[]): {
  lexemes: Int32Array;
  ranges: { start: number; end: number }[];
} {
  const lexemes: number[] = [];
  const ranges = documents.map((document) => {
    const start = lexemes.length;
    lexemes.push(BOUNDARY, ...document, BOUNDARY);
    return { start, end: lexemes.length };
  });
  return { lexemes: Int32Array.from(lexemes), ranges };
}

describe('sortSuffixes', () => {
  /** The first lexemes of a suffix, up to the boundary that ends its document. */
  function beginning(lexemes: Int32Array, position: number, depth: number): number[] {
    const end = lexemes.indexOf(BOUNDARY, position + 1);
    return [...lexemes.subarray(position, Math.min(end + 1, position + depth))];
  }

  function compare(a: readonly number[], b: readonly number[]): number {
    const differs = a.findIndex((lexeme, index) => lexeme !== b[index]);
    return differs < 0 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
  }

  for (const [documents, length, limit] of [
    [0, 0, 2],
    [1, 0, 2],
    [3, 1, 2],
    [7, 100, 3],
    [7, 100, 60],
    // Above the number from which most suffixes are not sorted but induced:
    [9, 8000, 4],
    [300, 150, 900],
    [40_000, 1, 3],
  ] as const) {
    it(`sorts the suffixes of ${documents} documents of ${length} lexemes below ${limit}`, () => {
      const random = seededRandom(4, length);
      const depth = 5;
      const { lexemes, ranges } = layOut(
        Array.from({ length: documents }, () => randomIds(length, limit, random)),
      );
      const sorted = finish(sortSuffixes(lexemes, ranges, depth, limit));
      const positions = ranges.flatMap(({ start, end }) =>
        Array.from({ length: end - start - 1 }, (_, index) => start + index),
      );
      assert.deepEqual(
        [...sorted].sort((a, b) => a - b),
        positions,
      );
      for (let index = 1; index < sorted.length; index++) {
        const order = compare(
          beginning(lexemes, sorted[index - 1] ?? 0, depth),
          beginning(lexemes, sorted[index] ?? 0, depth),
        );
        if (order > 0) assert.fail(`The suffixes at ${index - 1} and ${index} are in wrong order.`);
      }
    });
  }
});

describe('Segment and ContextMatcher', () => {
  /** Compares the followers of all contexts along a random walk with a count by hand. */
  function compare(documentLength: number, limit: number, random: () => number): void {
    const documents = new Map(
      ['a', 'b', 'c'].map((name) => [name, randomIds(documentLength, limit, random)]),
    );
    const segment = finish(Segment.build(documents, limit));
    const left = [
      { start: 3, end: 9 },
      { start: 40, end: 70 },
    ];
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
        const expected = countByHand(
          segment.lexemes,
          appended.slice(-length),
          (start) => often || !left.some((range) => start >= range.start && start < range.end),
        );
        assert.deepEqual(asMap(followers), expected);
      }
      const tooLong = Math.min(appended.length, matcher.longest + 1);
      if (tooLong <= matcher.longest || matcher.longest === LONGEST_CONTEXT) continue;
      const nothing = countByHand(segment.lexemes, appended.slice(-tooLong), () => true);
      assert.equal(nothing.size, 0);
    }
  }

  it('count what follows each context, less what is left out', () => {
    const random = seededRandom(5, 0);
    compare(60, 4, random);
    compare(300, 12, random);
  });

  it('count all followers of frequent contexts', () => {
    compare(5000, 4, seededRandom(6, 0));
  });

  it('tell the same of frequent contexts that were looked up before', () => {
    const random = seededRandom(7, 0);
    const documents = new Map(
      ['a', 'b', 'c'].map((name) => [name, randomIds(12_000, 3, random)] as const),
    );
    const built = finish(Segment.build(documents, 3));
    const index = new WorkspaceIndex(new LexemeCounts(), new LexemeHashes(new Vocabulary()));
    for (const [name, ids] of documents) index.add(name, ids);
    finish(index.update(() => false, 3));
    finish(index.segment.prepare());
    const contextsOf = (segment: Segment) => {
      const matcher = new ContextMatcher(segment);
      return Array.from(documents.get('a')?.subarray(0, 40) ?? [], (lexeme) => {
        matcher.append(lexeme);
        return Array.from({ length: matcher.longest }, (_, shorter) =>
          asMap(
            segment.followers(
              ...([matcher.low(shorter + 1), matcher.high(shorter + 1)] as const),
              ...([shorter + 1, new Followers()] as const),
            ),
          ),
        );
      });
    };
    assert.deepEqual(contextsOf(index.segment), contextsOf(built));
  });

  it('take a lexeme back that was just appended', () => {
    const random = seededRandom(8, 0);
    const segment = finish(Segment.build(new Map([['a', randomIds(900, 5, random)]]), 5));
    const [matcher, other] = [new ContextMatcher(segment), new ContextMatcher(segment)];
    const rangesOf = (each: ContextMatcher) =>
      Array.from({ length: each.longest + 1 }, (_, length) => [
        each.low(length),
        each.high(length),
      ]);
    for (const lexeme of randomIds(200, 5, random)) {
      matcher.append(1 + Math.floor(random() * 4));
      matcher.takeBack();
      assert.deepEqual(rangesOf(matcher), rangesOf(other));
      for (const each of [matcher, other]) each.append(lexeme);
    }
  });

  it('have a boundary before and after each document', () => {
    const documents = new Map([
      ['a', Int32Array.of(1, 2)],
      ['b', Int32Array.of(3)],
    ]);
    const segment = finish(Segment.build(documents, 4));
    assert.deepEqual([...segment.lexemes], [BOUNDARY, 1, 2, BOUNDARY, BOUNDARY, 3, BOUNDARY]);
  });
});
