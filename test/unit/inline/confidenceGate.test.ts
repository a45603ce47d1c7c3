import assert from 'node:assert/strict';
import type { ScoredToken } from '../../../src/completions/logProbabilities';
import { confidentEnd } from '../../../src/inline/confidenceGate';

type Piece = readonly [text: string, probability: number | null, others?: Record<string, number>];

function scored([text, probability, others = {}]: Piece): ScoredToken {
  return {
    text,
    logProbability: probability === null ? undefined : Math.log(probability),
    alternatives: Object.entries(others).map(([other, each]) => ({
      text: other,
      logProbability: Math.log(each),
    })),
  };
}

/** What is shown of tokens with the given probabilities, once `typed` of them is typed. */
function shown(least: number, typed: string, ...pieces: readonly Piece[]): string {
  const text = pieces.map(([piece]) => piece).join('');
  const thresholds = { floor: least, line: least, whole: least };
  return text.slice(0, confidentEnd(text, pieces.map(scored), typed.length, thresholds));
}

describe('The confidence gate', () => {
  it('shows everything while the running probability stays above the threshold', () => {
    assert.equal(shown(0.5, '', ['foo', 0.9], ['(', 0.9], ['bar', 0.9]), 'foo(bar');
  });

  it('cuts before the token at which it falls below', () => {
    assert.equal(shown(0.5, '', ['foo', 0.9], ['(', 0.9], ['bar', 0.5]), 'foo(');
  });

  it('falls with every token, not only with the unlikely one', () => {
    assert.equal(shown(0.5, '', ['a', 0.8], [' ', 0.8], ['b', 0.8], [' ', 0.8], ['c', 0.8]), 'a b');
  });

  it('does not cut a certain end off what is shown', () => {
    assert.equal(shown(0.5, '', ["'", 0.9], ['path', 0.56], ["'", 0.97], [';', 0.97]), "'path';");
  });

  it('shows nothing when the first token is not sure', () => {
    assert.equal(shown(0.5, '', ['foo', 0.4], ['(', 1]), '');
  });

  it('never shows half a word', () => {
    assert.equal(shown(0.5, '', ['x', 1], [' = ', 1], ['get', 0.9], ['Name', 0.3]), 'x = ');
  });

  it('takes a token without a log probability as sure', () => {
    assert.equal(shown(0.5, '', ['foo', null], ['(', 0.9]), 'foo(');
  });

  it('does not touch text that came without log probabilities', () => {
    assert.equal(confidentEnd('anything', [], 0, { floor: 0.9, line: 0.9, whole: 0.9 }), 8);
  });

  it('counts what was typed already as certain', () => {
    assert.equal(shown(0.5, 'foo', ['foo', 0.1], ['(', 0.9], ['bar', 0.9]), 'foo(bar');
  });

  it('is surer of a word whose first letters rule the alternatives out', () => {
    const word: Piece = ['compute', 0.4, { create: 0.3, read: 0.3 }];
    assert.equal(shown(0.5, '', word), '');
    assert.equal(shown(0.5, 'c', word), 'compute');
    assert.equal(shown(0.8, 'c', word), 'c');
    assert.equal(shown(0.8, 'co', word), 'compute');
  });

  it('is hardly surer of a word because a blank was typed before it', () => {
    const word: Piece = [' else', 0.1, { '(': 0.5 }];
    assert.equal(shown(0.5, ' ', word), ' ');
    assert.equal(shown(0.5, ' e', word), ' else');
  });

  it('judges each line anew, and all of them together', () => {
    const pieces: Piece[] = [
      ['a', 0.6],
      ['\n', 1],
      ['b', 0.6],
      ['\n', 1],
      ['c', 0.6],
    ];
    const text = 'a\nb\nc';
    const tokens = pieces.map(scored);
    const end = (whole: number) => confidentEnd(text, tokens, 0, { floor: 0, line: 0.5, whole });
    assert.equal(text.slice(0, end(0.1)), text);
    assert.equal(text.slice(0, end(0.3)), 'a\nb\n');
  });
});
