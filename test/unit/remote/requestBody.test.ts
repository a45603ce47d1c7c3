import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { DIALECT_NAMES, type DialectName, DIALECTS } from '../../../src/remote/dialects';
import { DEFAULT_MAX_TOKENS, expectedChoices, requestBody } from '../../../src/remote/requestBody';
import { errorOf } from './remoteTesting';

const minimal: CompletionRequest = { prompt: 'Once', model: 'm', max_tokens: 9 };
const bodyFor = (dialect: DialectName, request: Partial<CompletionRequest> = {}) =>
  requestBody({ ...minimal, ...request }, DIALECTS[dialect]);

describe('requestBody', () => {
  it('sends nothing but the basics to Cerebras unless asked to', () => {
    assert.deepEqual(bodyFor('cerebras'), {
      model: 'm',
      prompt: 'Once',
      stream: true,
      max_tokens: 9,
    });
  });

  it('streams in every dialect, and always limits the tokens', () => {
    for (const dialect of DIALECT_NAMES) {
      const body = requestBody({ prompt: 'Once', model: 'm' }, DIALECTS[dialect]);
      assert.equal(body['stream'], true);
      assert.equal(body['max_tokens'], DEFAULT_MAX_TOKENS);
    }
  });

  it('asks for usage where it does not come by itself', () => {
    const asking = DIALECT_NAMES.filter((dialect) => 'stream_options' in bodyFor(dialect));
    assert.deepEqual(asking, ['openai', 'vllm', 'llama.cpp', 'ollama', 'lmstudio', 'deepseek']);
    assert.deepEqual(bodyFor('vllm')['stream_options'], { include_usage: true });
  });

  it('sends temperature, top_p and stop in every dialect', () => {
    for (const dialect of DIALECT_NAMES) {
      const body = bodyFor(dialect, { temperature: 0, top_p: 0.5, stop: 'END' });
      assert.equal(body['temperature'], 0);
      assert.equal(body['top_p'], 0.5);
      assert.deepEqual(body['stop'], ['END']);
    }
  });

  it('leaves an empty list of stops out', () => {
    assert.equal('stop' in bodyFor('cerebras', { stop: [] }), false);
  });

  it("sends the API's temperature to llama.cpp, whose own default is another", () => {
    assert.equal(bodyFor('llama.cpp')['temperature'], 1);
    assert.equal(bodyFor('llama.cpp', { temperature: 0.2 })['temperature'], 0.2);
  });

  describe('log probabilities', () => {
    const asked = (dialect: DialectName, request: Partial<CompletionRequest>) => {
      const { logprobs, top_logprobs: alternatives } = bodyFor(dialect, request);
      return [logprobs, alternatives];
    };

    it('are a flag and a count for Cerebras', () => {
      assert.deepEqual(asked('cerebras', { logprobs: true, top_logprobs: 3 }), [true, 3]);
      assert.deepEqual(asked('cerebras', { logprobs: 3 }), [true, 3]);
      assert.deepEqual(asked('cerebras', { logprobs: true }), [true, undefined]);
    });

    it('are a count for the OpenAI family, at most 5 for OpenAI itself', () => {
      assert.deepEqual(asked('vllm', { logprobs: true, top_logprobs: 20 }), [20, undefined]);
      assert.deepEqual(asked('openai', { logprobs: true, top_logprobs: 20 }), [5, undefined]);
      assert.deepEqual(asked('openai', { logprobs: true }), [0, undefined]);
    });

    it('are at least 1 for llama.cpp, where 0 turns them off', () => {
      assert.deepEqual(asked('llama.cpp', { logprobs: 0 }), [1, undefined]);
    });

    it('are left out when not wanted, and where the server has none', () => {
      assert.deepEqual(asked('cerebras', {}), [undefined, undefined]);
      assert.deepEqual(asked('cerebras', { logprobs: false }), [undefined, undefined]);
      for (const dialect of ['ollama', 'lmstudio', 'mistral'] as const) {
        assert.deepEqual(asked(dialect, { logprobs: 5 }), [undefined, undefined]);
      }
    });
  });

  describe('a field the server does not know', () => {
    it('is left out when the answer means the same without it', () => {
      const body = bodyFor('deepseek', { seed: 1, user: 'u', prompt_cache_key: 'k' });
      assert.deepEqual(Object.keys(body).sort(), [
        'max_tokens',
        'model',
        'prompt',
        'stream',
        'stream_options',
      ]);
    });

    it('is left out when it only says what comes after: the model goes on from the prompt', () => {
      for (const dialect of ['cerebras', 'vllm', 'llama.cpp', 'lmstudio'] as const) {
        assert.deepEqual(bodyFor(dialect, { suffix: 'after' }), bodyFor(dialect));
      }
    });

    const changing: [DialectName, Partial<CompletionRequest>][] = [
      ['cerebras', { best_of: 2 }],
      ['openai', { grammar_root: 'object' }],
      ['openai', { min_tokens: 1 }],
      ['vllm', { return_raw_tokens: true }],
      ['llama.cpp', { echo: true }],
      ['llama.cpp', { n: 2 }],
      ['ollama', { logit_bias: { '1': 1 } }],
      ['lmstudio', { echo: true }],
      ['deepseek', { n: 2 }],
      ['mistral', { frequency_penalty: 1 }],
    ];
    for (const [dialect, request] of changing) {
      const [field = ''] = Object.keys(request);
      it(`is refused when it would change the answer: ${field} to ${dialect}`, async () => {
        const error = await errorOf(() => bodyFor(dialect, request));
        assert.equal(error.kind, 'invalidRequest');
        assert.match(error.message, new RegExp(`parameter ${field} .*${DIALECTS[dialect].server}`));
      });
    }

    it('is no problem when it asks for what happens anyway', () => {
      for (const dialect of DIALECT_NAMES) {
        const neutral: Partial<CompletionRequest> = {
          suffix: '',
          min_tokens: 0,
          n: 1,
          best_of: 1,
          echo: false,
          return_raw_tokens: false,
          frequency_penalty: 0,
          presence_penalty: 0,
        };
        assert.deepEqual(bodyFor(dialect, neutral), bodyFor(dialect));
      }
    });
  });

  it('sends each field that a server knows, under the name it has there', () => {
    assert.equal(bodyFor('cerebras', { grammar_root: 'object' })['grammar_root'], 'object');
    assert.equal(bodyFor('deepseek', { suffix: 'after' })['suffix'], 'after');
    assert.equal(bodyFor('vllm', { seed: 4 })['seed'], 4);
    assert.equal(bodyFor('mistral', { seed: 4 })['random_seed'], 4);
    assert.equal('seed' in bodyFor('mistral', { seed: 4 }), false);
  });

  it('refuses a list of prompts to servers that take one text', async () => {
    assert.deepEqual(bodyFor('vllm', { prompt: ['a', 'b'] })['prompt'], ['a', 'b']);
    const error = await errorOf(() => bodyFor('ollama', { prompt: ['a', 'b'] }));
    assert.match(error.message, /prompt .*Ollama/);
  });
});

describe('expectedChoices', () => {
  it('is one for a text or a list of token ids, one for each prompt of a list, n times', () => {
    const count = (request: Partial<CompletionRequest>) =>
      expectedChoices({ ...minimal, ...request });
    assert.equal(count({}), 1);
    assert.equal(count({ prompt: [1, 2, 3] }), 1);
    assert.equal(count({ prompt: ['a', 'b', 'c'] }), 3);
    assert.equal(count({ prompt: [[1], [2, 3]] }), 2);
    assert.equal(count({ prompt: ['a', 'b'], n: 3 }), 6);
    assert.equal(count({ prompt: [] }), 1);
  });
});
