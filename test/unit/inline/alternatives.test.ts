import assert from 'node:assert/strict';
import type { ScoredToken } from '../../../src/completions/logProbabilities';
import { tokensAfter, variations } from '../../../src/inline/alternatives';

/** A token with its probability, and those of others in its place. */
function token(
  text: string,
  probability: number,
  others: Readonly<Record<string, number>> = {},
): ScoredToken {
  const alternatives = Object.entries({ [text]: probability, ...others });
  return {
    ...{ text, logProbability: Math.log(probability) },
    alternatives: alternatives.map(([other, each]) => ({
      ...{ text: other, logProbability: Math.log(each) },
    })),
  };
}

const READ_FILE = [
  token('read', 0.9, { write: 0.1 }),
  token('File', 0.4, { Line: 0.35, Word: 0.2 }),
  token('();', 1),
];

function texts(tokens: readonly ScoredToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

function leads(tokens: readonly ScoredToken[], count = 3): string[] {
  return variations(tokens, count, false, 0).map(({ lead }) => texts(lead));
}

describe('Other completions', () => {
  it('begin as the model has thought of, the likeliest first, wherever they part', () => {
    assert.deepEqual(leads(READ_FILE), ['readLine', 'readWord', 'write']);
    assert.deepEqual(leads(READ_FILE, 1), ['readLine']);
  });

  it('do not begin alike in other tokens, nor with a blank', () => {
    const tokens = [
      token('re', 0.5, { r: 0.2, readFi: 0.1, ' ': 0.1, write: 0.1 }),
      token('adFile', 1),
    ];
    assert.deepEqual(leads(tokens), ['write']);
  });

  it('are random choices where the model has told of none', () => {
    const [first, second] = variations([token('read', 1)], 2, false, 0);
    assert.deepEqual(first, { choices: 1, lead: [], parameters: { temperature: 0.6, seed: 1 } });
    assert.equal(second?.parameters.seed, 2);
  });

  it('are choices of one request where the server gives them', () => {
    assert.deepEqual(variations(READ_FILE, 2, true, 0.9), [
      { choices: 2, lead: [], parameters: { temperature: 0.9 } },
    ]);
    assert.deepEqual(variations(READ_FILE, 0, true, 0.9), []);
  });
});

describe('What is left of tokens that are typed along', () => {
  it('is what follows, and of alternatives that which agrees', () => {
    const tokens = [token('a.', 1), token('push', 0.6, { pop: 0.2, map: 0.1 }), token('()', 1)];
    assert.equal(texts(tokensAfter(tokens, 0)), 'a.push()');
    assert.equal(texts(tokensAfter(tokens, 2)), 'push()');
    const [rest] = tokensAfter(tokens, 3);
    assert.equal(rest?.text, 'ush');
    assert.deepEqual(
      rest.alternatives.map(({ text }) => text),
      ['ush', 'op'],
    );
    assert.deepEqual(tokensAfter(tokens, 8), []);
  });
});
