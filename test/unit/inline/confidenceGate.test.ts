import assert from 'node:assert/strict';
import type { LogProbabilities } from '../../../src/completions/logProbabilities';
import { confidentLength } from '../../../src/inline/confidenceGate';

/** What is shown of tokens with the given probabilities, written `token:probability`. */
function shown(least: number, ...tokens: readonly (readonly [string, number | null])[]): string {
  const text = tokens.map(([token]) => token).join('');
  const logprobs: LogProbabilities = {
    tokens: tokens.map(([token]) => token),
    token_logprobs: tokens.map(([, probability]) => probability && Math.log(probability)),
    top_logprobs: tokens.map(() => null),
    text_offset: tokens.map(() => 0),
  };
  return text.slice(0, confidentLength(text, logprobs, least));
}

describe('The confidence gate', () => {
  it('shows everything while the running probability stays above the threshold', () => {
    assert.equal(shown(0.5, ['foo', 0.9], ['(', 0.9], ['bar', 0.9]), 'foo(bar');
  });

  it('cuts before the token at which it falls below', () => {
    assert.equal(shown(0.5, ['foo', 0.9], ['(', 0.9], ['bar', 0.5]), 'foo(');
  });

  it('falls with every token, not only with the unlikely one', () => {
    assert.equal(shown(0.5, ['a', 0.8], [' ', 0.8], ['b', 0.8], [' ', 0.8], ['c', 0.8]), 'a b');
  });

  it('shows nothing when the first token is not sure', () => {
    assert.equal(shown(0.5, ['foo', 0.4], ['(', 1]), '');
  });

  it('never shows half a word', () => {
    assert.equal(shown(0.5, ['x', 1], [' = ', 1], ['get', 0.9], ['Name', 0.3]), 'x = ');
  });

  it('takes a token without a log probability as sure', () => {
    assert.equal(shown(0.5, ['foo', null], ['(', 0.9]), 'foo(');
  });

  it('does not touch text that came without log probabilities', () => {
    assert.equal(confidentLength('anything', undefined, 0.9), 8);
  });
});
