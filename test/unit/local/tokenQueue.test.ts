import assert from 'node:assert/strict';
import { Repetition } from '../../../src/local/repetition';
import { TokenQueue } from '../../../src/local/tokenQueue';
import { pick, seededRandom } from './localTesting';

/** What comes out of a queue after each token, and at the end. */
function pass(stops: readonly string[], texts: readonly string[]): string[][] {
  const queue = new TokenQueue(stops);
  const out: string[][] = [];
  for (const text of texts) {
    const { tokens, stopped } = queue.add({ text, logProbability: -1, alternatives: null });
    out.push(tokens.map((token) => token.text));
    if (stopped) return [...out, ['stopped']];
  }
  return [...out, queue.flush().map((token) => token.text)];
}

describe('TokenQueue', () => {
  it('lets tokens go at once when there are no stop sequences', () => {
    assert.deepEqual(pass([], ['a', ' ', 'b']), [['a'], [' '], ['b'], []]);
  });

  it('holds back what may begin a stop sequence until it is clear', () => {
    assert.deepEqual(pass(['=> {'], ['=', '>', ' ', '(', ')']), [
      [],
      [],
      [],
      ['=', '>', ' ', '('],
      [')'],
      [],
    ]);
  });

  it('ends before a stop sequence that several tokens make up', () => {
    assert.deepEqual(pass([') {'], ['f', '(', ')', ' ', '{']), [
      ['f'],
      ['('],
      [],
      [],
      [],
      ['stopped'],
    ]);
  });

  it('cuts a token that a stop sequence begins in, and gives the piece no log probability', () => {
    const queue = new TokenQueue(['bar']);
    const { tokens, stopped } = queue.add({
      text: 'foobarfoo',
      logProbability: -1,
      alternatives: {},
    });
    assert.equal(stopped, true);
    assert.deepEqual(tokens, [{ text: 'foo', logProbability: null, alternatives: null }]);
  });

  it('lets go at the end what turned out to be no stop sequence', () => {
    assert.deepEqual(pass(['}}'], ['x', '}']), [['x'], [], ['}']]);
  });

  it('ends where the first of any stop sequences begins, whatever the tokens', () => {
    const random = seededRandom(8, 0);
    const letters = (most: number) =>
      Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(['a', 'b'], random)).join(
        '',
      );
    for (let round = 0; round < 500; round++) {
      const stops = [letters(4), letters(5)];
      const tokens = Array.from({ length: 8 }, () => letters(3));
      const whole = tokens.join('');
      const starts = stops.map((stop) => whole.indexOf(stop)).filter((start) => start >= 0);
      const expected = starts.length === 0 ? whole : whole.slice(0, Math.min(...starts));
      const out = pass(stops, tokens);
      const text = out.flat().join('').replace('stopped', '');
      // A longer stop sequence can begin earlier than one that ends first; either is before both.
      assert.ok(whole.startsWith(text));
      assert.ok(stops.every((stop) => !text.includes(stop)));
      if (starts.length === 0) assert.equal(text, expected);
      else assert.equal(out.at(-1)?.[0], 'stopped');
      if (stops[0] === stops[1]) assert.equal(text, expected);
    }
  });
});

describe('Repetition', () => {
  function endsAt(tokens: readonly string[]): number {
    const repetition = new Repetition();
    return tokens.findIndex((token) => repetition.add(token));
  }

  /** The tokens of a row, as many as are asked for. */
  const cycle = (row: readonly string[], length: number) =>
    Array.from({ length }, (_, index) => row[index % row.length] ?? '');

  it('lets a token come eight times, and a short row three times', () => {
    assert.equal(endsAt(cycle(['"'], 20)), 8);
    assert.equal(endsAt(cycle(['0', ',', ' '], 20)), 9);
    assert.equal(endsAt(['a', ' ', ...cycle(['+', ' ', '2', ' '], 20)]), 13);
  });

  it('lets a statement come twice, be it of one line or of many', () => {
    for (const length of [8, 30, 48]) {
      const row = Array.from({ length }, (_, index) => `word${index}`);
      assert.equal(endsAt(cycle(row, 200)), 2 * length, `${length} tokens`);
    }
  });

  it('lets the same line come three times, and ends with it', () => {
    assert.equal(endsAt(cycle(['\n', 'a'], 20)), 6);
    assert.equal(endsAt(cycle(['a', '\n'], 20)), 5);
  });

  it('does not mind what differs a little', () => {
    assert.equal(endsAt(['\n', 'a', '\n  ', 'a', '\n', 'a', '\n', 'b', '\n']), -1);
    assert.equal(endsAt(cycle(['a', 'b', 'a', 'c', 'a', 'b', 'a', 'd'], 16)), -1);
    assert.equal(endsAt(Array.from({ length: 200 }, (_, index) => `word${index % 70}`)), -1);
  });
});
