import assert from 'node:assert/strict';
import { CompletionAccumulator } from '../../../../src/completions/completionAccumulator';
import type { CompletionBackend } from '../../../../src/completions/completionBackend';
import { isCompletionError } from '../../../../src/completions/completionError';
import type { CompletionRequest } from '../../../../src/completions/completionRequest';
import { RemoteBackend } from '../../../../src/remote/remoteBackend';
import { neverAborted } from '../localTesting';
import { MODEL, useServedEngine } from './servedEngine';

/** One of each parameter that goes to a server of the Cerebras API. */
const WISHES: Readonly<Record<string, Partial<CompletionRequest>>> = {
  'a list of prompts': { prompt: ['  return to', 'let '] },
  'token ids': { prompt: [33, 65_560] },
  'lists of token ids': { prompt: [[33], [65_560, 40]] },
  max_tokens: { max_tokens: 3 },
  min_tokens: { min_tokens: 9 },
  temperature: { temperature: 0 },
  top_p: { top_p: 0.3 },
  'a stop': { stop: ';' },
  stops: { stop: ['}', 'total'] },
  n: { n: 3 },
  echo: { echo: true },
  'echo with log probabilities': { echo: true, logprobs: true, top_logprobs: 2 },
  return_raw_tokens: { return_raw_tokens: true },
  grammar_root: { grammar_root: 'array' },
  'log probabilities': { logprobs: true, top_logprobs: 5 },
  frequency_penalty: { frequency_penalty: 1.5 },
  presence_penalty: { presence_penalty: -1 },
  logit_bias: { logit_bias: { '0': -100, '33': 2 } },
  'user and prompt_cache_key': { user: 'someone', prompt_cache_key: 'key' },
};

async function answer(backend: CompletionBackend, request: CompletionRequest) {
  const completion = new CompletionAccumulator();
  for await (const chunk of backend.complete(request, neverAborted)) completion.add(chunk);
  return completion;
}

describe('RemoteBackend against the server of the embedded engine', () => {
  const start = useServedEngine();
  let backend: RemoteBackend;
  afterEach(() => {
    backend.dispose();
  });
  const connect = (endpoint: string, apiKey?: string) => {
    backend = new RemoteBackend({
      ...{ endpoint, dialect: 'cerebras', userAgent: 'inkling-test' },
      apiKey: () => Promise.resolve(apiKey),
    });
    return backend;
  };

  for (const [what, wish] of Object.entries(WISHES)) {
    it(`gets by ${what} what the engine itself answers`, async () => {
      const { url, engine } = await start();
      const request = { prompt: '\n', model: MODEL, max_tokens: 20, seed: 7, ...wish };
      const own = await answer(engine, request);
      const remote = await answer(connect(url), request);
      assert.deepEqual(remote.choices, own.choices);
      assert.deepEqual(remote.usage, own.usage);
      assert.equal(remote.systemFingerprint, own.systemFingerprint);
      assert.equal(typeof remote.timeInfo?.total_time, 'number');
    });
  }

  it('gets the models and errors that say what to do', async () => {
    const { url } = await start({ apiKey: 'right' });
    const request = { prompt: '', model: MODEL };
    const [model, ...others] = await connect(url, 'right').models(neverAborted);
    assert.deepEqual(others, []);
    assert.equal(model?.id, MODEL);
    assert.equal(model.ownedBy, 'inkling');
    assert.deepEqual(model.price, { prompt: 0, completion: 0 });
    backend.dispose();
    await assert.rejects(
      answer(connect(url, 'wrong'), request),
      (error) => isCompletionError(error) && error.kind === 'authentication',
    );
    backend.dispose();
    await assert.rejects(
      answer(connect(url, 'right'), { ...request, model: 'gpt' }),
      (error) => isCompletionError(error) && error.kind === 'notFound',
    );
  });
});
