import assert from 'node:assert/strict';
import { isCompletionError } from '../../../src/completions/completionError';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import type { Engine } from '../../../src/local/engine';
import { CODE, complete, engineOf } from './localTesting';

function refusal(parameter: string): (error: unknown) => boolean {
  return (error) =>
    isCompletionError(error) &&
    error.kind === 'invalidRequest' &&
    error.message.includes(parameter);
}

describe('The embedded engine', () => {
  let engine: Engine;

  before(async () => {
    engine = await engineOf(CODE, CODE.replaceAll('values', 'numbers'));
  });

  describe('asked for what it does not do', () => {
    const unsupported: Partial<CompletionRequest>[] = [
      { grammar_root: 'value' },
      { return_raw_tokens: true },
      { best_of: 2 },
      { frequency_penalty: 1 },
      { presence_penalty: -1 },
      { logit_bias: { '3': 5 } },
    ];
    for (const wish of unsupported) {
      const [parameter = ''] = Object.keys(wish);
      it(`refuses ${parameter}`, async () => {
        await assert.rejects(complete(engine, { prompt: 'x', ...wish }), refusal(parameter));
      });
    }

    it('refuses token ids, an empty list, and min_tokens above max_tokens', async () => {
      await assert.rejects(complete(engine, { prompt: [1, 2] }), refusal('prompt'));
      await assert.rejects(complete(engine, { prompt: [[1], [2]] }), refusal('prompt'));
      await assert.rejects(complete(engine, { prompt: [] }), refusal('prompt'));
      await assert.rejects(
        complete(engine, { prompt: '', min_tokens: 9, max_tokens: 8 }),
        refusal('min_tokens'),
      );
    });

    it('takes what changes nothing', async () => {
      const wish = { best_of: 2, n: 2, frequency_penalty: 0, logit_bias: {}, user: 'someone' };
      assert.equal((await complete(engine, { prompt: 'x', ...wish })).choices.length, 2);
    });

    it('refuses what the API does not allow', async () => {
      await assert.rejects(
        complete(engine, { prompt: '', temperature: 9 }),
        refusal('temperature'),
      );
    });

    it('says when the prompt is too long', async () => {
      await assert.rejects(
        complete(engine, { prompt: 'a '.repeat(20_000) }),
        (error) => isCompletionError(error) && error.kind === 'contextLength',
      );
    });
  });
});
