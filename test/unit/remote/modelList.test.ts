import assert from 'node:assert/strict';
import { readModelList } from '../../../src/remote/modelList';
import { errorOf } from './remoteTesting';

const read = (...data: unknown[]) => readModelList(JSON.stringify({ data }), 'https://host');

describe('readModelList', () => {
  it('reads the public list of Cerebras', () => {
    const entry = {
      id: 'gpt-oss-120b',
      name: 'GPT OSS 120B',
      owned_by: 'OpenAI',
      architecture: { modality: 'text', tokenizer: 'o200k', instruct_type: 'harmony' },
      limits: { max_context_length: 131072, max_completion_tokens: 40960 },
      pricing: { prompt: '0.00000035', completion: '7.5e-7' },
      supported_parameters: { seed: true, logit_bias: false, temperature: true },
      deprecated: false,
      preview: true,
    };
    assert.deepEqual(read(entry), [
      {
        id: 'gpt-oss-120b',
        name: 'GPT OSS 120B',
        ownedBy: 'OpenAI',
        instructType: 'harmony',
        contextLength: 131072,
        mostTokens: 40960,
        price: { prompt: 3.5e-7, completion: 7.5e-7 },
        parameters: ['seed', 'temperature'],
        deprecated: false,
        preview: true,
      },
    ]);
  });

  it('finds the length of the context wherever a server says it', () => {
    for (const entry of [
      { max_model_len: 4096 },
      { context_length: 4096 },
      { max_context_length: 4096 },
      { meta: { n_ctx_train: 4096 } },
      { meta: { n_ctx: 4096, n_ctx_train: 32768 } },
    ]) {
      assert.equal(read({ id: 'a', ...entry })[0]?.contextLength, 4096);
    }
  });

  it('takes a date of the end for a withdrawal', () => {
    assert.equal(read({ id: 'a', deprecation: '2026-12-31' })[0]?.deprecated, true);
    assert.equal(read({ id: 'a', deprecation: null })[0]?.deprecated, undefined);
  });

  it('leaves out what has an unexpected form, never the model', () => {
    const odd = {
      id: 'a',
      name: 7,
      limits: 'none',
      pricing: { prompt: 'free', completion: -1 },
      supported_parameters: 'all',
      deprecated: 'soon',
      preview: 1,
      architecture: [],
      context_length: '4096',
    };
    assert.deepEqual(read(odd), [{ id: 'a' }]);
    assert.deepEqual(read(null, 5, {}, { id: '' }, { id: 'b' }), [{ id: 'b' }]);
  });

  it('takes a price of nothing for a price', () => {
    const [model] = read({ id: 'a', pricing: { prompt: '0', completion: '0' } });
    assert.deepEqual(model?.price, { prompt: 0, completion: 0 });
  });

  it('refuses what is no list', async () => {
    const error = await errorOf(() => readModelList('<html>', 'https://host'));
    assert.equal(error.kind, 'protocol');
  });
});
