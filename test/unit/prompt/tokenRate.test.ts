import assert from 'node:assert/strict';
import { estimateTokens, FIRST_RATE, TokenRates } from '../../../src/prompt/tokenRate';
import { TokenRateBackend } from '../../../src/prompt/tokenRateBackend';
import { ScriptedBackend, tokenChunk } from '../../support/scriptedBackend';

function ratesOver(stored: unknown) {
  const saved: Readonly<Record<string, number>>[] = [];
  const rates = new TokenRates({ load: () => stored, save: (each) => saved.push(each) });
  return { rates, saved };
}

describe('Characters for each token', () => {
  const prompt = 'a'.repeat(4_000);

  it('are 3.5 until a model says otherwise', () => {
    const { rates } = ratesOver(undefined);
    assert.equal(rates.of('m'), FIRST_RATE);
  });

  it('are learned from what a prompt has cost, for each model alone, and kept', () => {
    const { rates, saved } = ratesOver(undefined);
    rates.learn('m', prompt, 1_000);
    assert.equal(rates.of('m'), 4);
    assert.equal(rates.of('other'), FIRST_RATE);
    assert.deepEqual(saved, [{ m: 4 }]);
    rates.learn('m', prompt, 2_000);
    assert.ok(rates.of('m') < 4 && rates.of('m') > 3);
  });

  it('are what they were in the session before', () => {
    const { rates } = ratesOver({ m: 2.5, broken: 'x', wild: 1_000 });
    assert.equal(rates.of('m'), 2.5);
    assert.equal(rates.of('broken'), FIRST_RATE);
    assert.equal(rates.of('wild'), FIRST_RATE);
  });

  it('are not learned from short prompts, nor from what cannot be', () => {
    const { rates, saved } = ratesOver('nonsense');
    rates.learn('m', 'short', 1);
    rates.learn('m', prompt, 0);
    rates.learn('m', prompt, 10);
    assert.deepEqual(saved, []);
  });

  it('count a character beyond ASCII as a token', () => {
    assert.equal(estimateTokens('漢字'.repeat(100), FIRST_RATE), 200);
    assert.equal(estimateTokens('a'.repeat(350), FIRST_RATE), 100);
  });

  it('are learned from the usage of every answer', async () => {
    const { rates } = ratesOver(undefined);
    const scripted = new ScriptedBackend([]);
    const usage = { prompt_tokens: 1_000, completion_tokens: 1, total_tokens: 1_001 };
    scripted.complete = async function* () {
      yield await Promise.resolve({ ...tokenChunk('x'), usage });
    };
    const backend = new TokenRateBackend(scripted, rates);
    const request = { model: 'm', prompt: prompt.slice(1_000), suffix: prompt.slice(3_000) };
    for await (const chunk of backend.complete(request, new AbortController().signal)) {
      assert.equal(chunk.usage, usage);
    }
    assert.equal(rates.of('m'), 4);
  });
});
