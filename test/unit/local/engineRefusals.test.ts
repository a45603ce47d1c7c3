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

  describe('asked for what cannot be', () => {
    const contradictions: Record<string, Partial<CompletionRequest>[]> = {
      prompt: [
        { prompt: [] },
        { prompt: Array.from({ length: 129 }, () => 'x') },
        { prompt: [3, 999_999] },
        { prompt: [[3], [70_000]] },
      ],
      min_tokens: [{ min_tokens: 9, max_tokens: 8 }, { min_tokens: 40_000 }],
      max_tokens: [
        { max_tokens: 32_768, n: 9 },
        { grammar_root: 'object', max_tokens: 1 },
      ],
      best_of: [
        { best_of: 2, n: 3 },
        { best_of: 200, n: 3 },
      ],
      n: [{ n: 129 }],
      logit_bias: [{ logit_bias: { '999999': 5 } }],
    };
    for (const [parameter, wishes] of Object.entries(contradictions)) {
      it(`refuses it and names ${parameter}`, async () => {
        for (const wish of wishes) {
          await assert.rejects(complete(engine, { prompt: 'x', ...wish }), refusal(parameter));
        }
      });
    }

    it('names a token id that there is not', async () => {
      await assert.rejects(complete(engine, { prompt: [3, 999_999] }), refusal('999999'));
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
