import assert from 'node:assert/strict';
import { FEWEST_TOKENS, promptTokens } from '../../../src/prompt/promptSize';

describe('The size of a prompt', () => {
  it('is what the person allows where the context of the model is not known, or is larger', () => {
    assert.equal(promptTokens(2_000, undefined, 500), 2_000);
    assert.equal(promptTokens(2_000, 131_072, 500), 2_000);
  });

  it('leaves room in the context for the answer, and for an estimate that is a little low', () => {
    const tokens = promptTokens(8_000, 4_096, 500);
    assert.ok(tokens + 500 < 4_096, String(tokens));
    assert.ok(tokens + 500 > 0.9 * 4_096, String(tokens));
  });

  it('is never smaller than a prompt can be', () => {
    assert.equal(promptTokens(8_000, 1_000, 2_000), FEWEST_TOKENS);
  });
});
