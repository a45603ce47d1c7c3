import assert from 'node:assert/strict';
import { scoredTokens } from '../../../src/completions/logProbabilities';

describe('scoredTokens', () => {
  it('gives each token its log probability, and its alternatives most likely first', () => {
    const tokens = scoredTokens({
      tokens: ['a', 'b'],
      token_logprobs: [-0.1, -2],
      top_logprobs: [{ x: -3, a: -0.1, y: -2.5 }, {}],
      text_offset: [0, 1],
    });
    assert.deepEqual(tokens, [
      {
        text: 'a',
        logProbability: -0.1,
        alternatives: [
          { text: 'a', logProbability: -0.1 },
          { text: 'y', logProbability: -2.5 },
          { text: 'x', logProbability: -3 },
        ],
      },
      { text: 'b', logProbability: -2, alternatives: [] },
    ]);
  });

  it('says undefined where the server gave none', () => {
    const [token] = scoredTokens({
      tokens: ['first of an echo'],
      token_logprobs: [null],
      top_logprobs: [null],
      text_offset: [0],
    });
    assert.deepEqual(token, {
      text: 'first of an echo',
      logProbability: undefined,
      alternatives: [],
    });
  });
});
