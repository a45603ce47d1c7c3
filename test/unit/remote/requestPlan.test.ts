import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { DIALECT_NAMES, type DialectName } from '../../../src/completions/dialectNames';
import { DIALECTS } from '../../../src/remote/dialects';
import { DEFAULT_MAX_TOKENS } from '../../../src/remote/requestBody';
import { planRequest } from '../../../src/remote/requestPlan';
import { errorOf } from './remoteTesting';

const minimal: CompletionRequest = { prompt: 'Once', model: 'm', max_tokens: 9 };
const planFor = (
  dialect: DialectName,
  request: Partial<CompletionRequest> = {},
  refused: readonly string[] = [],
) => planRequest({ ...minimal, ...request }, DIALECTS[dialect], new Set(refused));
const bodyFor = (...how: Parameters<typeof planFor>) => planFor(...how).body;

/** The parameters of a body, wherever they stand in it. */
function sent(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { options, ...others } = body;
  return { ...others, ...(options as object | undefined) };
}

describe('planRequest', () => {
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
      const { body } = planRequest({ prompt: 'Once', model: 'm' }, DIALECTS[dialect]);
      const { max_tokens: most, num_predict: mostForOllama } = sent(body);
      assert.equal(body['stream'], true);
      assert.equal(most ?? mostForOllama, DEFAULT_MAX_TOKENS);
    }
    const fewest = DEFAULT_MAX_TOKENS + 1;
    assert.equal(
      bodyFor('cerebras', { max_tokens: undefined, min_tokens: fewest })['max_tokens'],
      fewest,
    );
  });

  it('asks for usage where it does not come by itself', () => {
    const asking = DIALECT_NAMES.filter((dialect) => 'stream_options' in bodyFor(dialect));
    assert.deepEqual(asking, ['openai', 'vllm', 'llama.cpp', 'lmstudio', 'deepseek']);
    assert.deepEqual(bodyFor('vllm')['stream_options'], { include_usage: true });
  });

  it('sends temperature, top_p and stop in every dialect', () => {
    for (const dialect of DIALECT_NAMES) {
      const body = sent(bodyFor(dialect, { temperature: 0, top_p: 0.5, stop: 'END' }));
      assert.equal(body['temperature'], 0);
      assert.equal(body['top_p'], 0.5);
      assert.deepEqual(body['stop'], ['END']);
    }
  });

  it('leaves an empty list of stops out', () => {
    assert.equal('stop' in bodyFor('cerebras', { stop: [] }), false);
  });

  it("sends the API's temperature and top_p to llama.cpp, whose own defaults are others", () => {
    assert.equal(bodyFor('llama.cpp')['temperature'], 1);
    assert.equal(bodyFor('llama.cpp')['top_p'], 1);
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
      for (const dialect of ['lmstudio', 'mistral'] as const) {
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
      for (const dialect of ['cerebras', 'vllm', 'lmstudio'] as const) {
        assert.deepEqual(bodyFor(dialect, { suffix: 'after' }), bodyFor(dialect));
      }
    });

    const changing: [DialectName, Partial<CompletionRequest>][] = [
      ['vllm', { best_of: 2 }],
      ['cerebras', { stop: ['1', '2', '3', '4', '5'] }],
      ['openai', { stop: ['1', '2', '3', '4', '5'] }],
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

describe('The body of a request with everything set', () => {
  const everything: CompletionRequest = {
    prompt: 'before',
    model: 'm',
    suffix: 'after',
    max_tokens: 9,
    min_tokens: 2,
    temperature: 0.5,
    top_p: 0.9,
    stop: ['END'],
    seed: 7,
    n: 2,
    best_of: 3,
    echo: true,
    grammar_root: 'object',
    logprobs: true,
    top_logprobs: 3,
    frequency_penalty: 0.1,
    presence_penalty: 0.2,
    logit_bias: { '50256': -100 },
    user: 'someone',
    prompt_cache_key: 'key',
  };
  const common = { model: 'm', prompt: 'before', temperature: 0.5, top_p: 0.9, stop: ['END'] };
  const penalties = { frequency_penalty: 0.1, presence_penalty: 0.2 };
  const logit_bias = { '50256': -100 };
  const include_usage = true;
  const table: Record<
    DialectName,
    { without: (keyof CompletionRequest)[]; path: string; body: object }
  > = {
    cerebras: {
      without: [],
      path: '/v1/completions',
      body: {
        ...common,
        ...penalties,
        stream: false,
        max_tokens: 9,
        min_tokens: 2,
        seed: 7,
        n: 2,
        best_of: 3,
        echo: true,
        grammar_root: 'object',
        logprobs: true,
        top_logprobs: 3,
        logit_bias,
        user: 'someone',
        prompt_cache_key: 'key',
      },
    },
    openai: {
      without: ['min_tokens', 'grammar_root'],
      path: '/v1/completions',
      body: {
        ...common,
        ...penalties,
        stream: false,
        max_tokens: 9,
        suffix: 'after',
        seed: 7,
        n: 2,
        best_of: 3,
        echo: true,
        logprobs: 3,
        logit_bias,
        user: 'someone',
      },
    },
    vllm: {
      without: ['best_of', 'grammar_root'],
      path: '/v1/completions',
      body: {
        ...common,
        ...penalties,
        stream: true,
        stream_options: { include_usage },
        max_tokens: 9,
        min_tokens: 2,
        seed: 7,
        n: 2,
        echo: true,
        logprobs: 3,
        logit_bias,
        user: 'someone',
      },
    },
    'llama.cpp': {
      without: ['best_of', 'grammar_root', 'min_tokens', 'n', 'echo'],
      path: '/infill',
      body: {
        model: 'm',
        input_prefix: 'before',
        input_suffix: 'after',
        input_extra: [],
        prompt: '',
        stream: true,
        n_predict: 9,
        temperature: 0.5,
        top_p: 0.9,
        stop: ['END'],
        seed: 7,
        n_probs: 3,
        ...penalties,
        logit_bias,
      },
    },
    ollama: {
      without: ['best_of', 'grammar_root', 'min_tokens', 'n', 'echo', 'logit_bias'],
      path: '/api/generate',
      body: {
        model: 'm',
        prompt: 'before',
        suffix: 'after',
        think: false,
        stream: true,
        logprobs: true,
        top_logprobs: 3,
        options: {
          num_predict: 9,
          temperature: 0.5,
          top_p: 0.9,
          stop: ['END'],
          seed: 7,
          repeat_penalty: 1,
          ...penalties,
        },
      },
    },
    lmstudio: {
      without: ['best_of', 'grammar_root', 'min_tokens', 'n', 'echo'],
      path: '/v1/completions',
      body: {
        ...common,
        ...penalties,
        stream: true,
        stream_options: { include_usage },
        max_tokens: 9,
        seed: 7,
        logit_bias,
      },
    },
    deepseek: {
      without: ['best_of', 'grammar_root', 'min_tokens', 'n', 'logit_bias'],
      path: '/beta/completions',
      body: {
        ...common,
        ...penalties,
        stream: true,
        stream_options: { include_usage },
        max_tokens: 9,
        suffix: 'after',
        echo: true,
        logprobs: 3,
      },
    },
    mistral: {
      without: [
        'best_of',
        'grammar_root',
        'n',
        'echo',
        'logit_bias',
        'frequency_penalty',
        'presence_penalty',
      ],
      path: '/v1/fim/completions',
      body: {
        ...common,
        stream: true,
        max_tokens: 9,
        min_tokens: 2,
        suffix: 'after',
        random_seed: 7,
      },
    },
  };

  for (const dialect of DIALECT_NAMES) {
    const { without, path, body } = table[dialect];
    const taken = Object.fromEntries(
      Object.entries(everything).filter(([name]) => !without.some((field) => field === name)),
    ) as Partial<CompletionRequest>;

    it(`is what ${dialect} takes`, () => {
      const plan = planFor(dialect, taken);
      assert.deepEqual(plan.body, body);
      assert.equal(plan.path, path);
    });

    for (const field of without) {
      it(`is an error before sending with ${field} to ${dialect}`, async () => {
        const error = await errorOf(() =>
          planFor(dialect, { ...taken, [field]: everything[field] }),
        );
        assert.equal(error.parameter, field);
      });
    }
  }
});

describe('The way a request goes', () => {
  it('is the standard one on llama.cpp without a suffix, or with several prompts', () => {
    assert.equal(planFor('llama.cpp').path, '/v1/completions');
    const several = planFor('llama.cpp', { prompt: ['a', 'b'], suffix: 'after' });
    assert.equal(several.path, '/v1/completions');
    assert.equal('suffix' in several.body, false);
  });

  it('keeps the chat template of Ollama away from the prompt', () => {
    assert.equal(bodyFor('ollama')['raw'], true);
    assert.equal(bodyFor('ollama', { suffix: '' })['raw'], true);
    const { raw, suffix } = bodyFor('ollama', { suffix: '\n' });
    assert.deepEqual([raw, suffix], [undefined, '\n']);
  });

  it('is the standard one where the server has no other', () => {
    assert.equal(planFor('ollama', {}, ['/api/generate']).path, '/v1/completions');
    const infill = planFor('llama.cpp', { suffix: 'after' }, ['/infill']);
    assert.equal(infill.path, '/v1/completions');
    assert.equal('suffix' in infill.body, false);
  });

  it('accepts what will come: events, lines, or one answer for candidates that are compared', () => {
    assert.equal(planFor('cerebras').accept, 'text/event-stream');
    assert.equal(planFor('ollama').accept, 'application/x-ndjson');
    assert.equal(planFor('cerebras', { best_of: 2 }).accept, 'application/json');
  });
});

describe('A field that the server has refused', () => {
  it('is never sent again, where the answer means the same without it', () => {
    const request = { seed: 7, user: 'u', prompt_cache_key: 'k' };
    const { seed, user, prompt_cache_key: key } = bodyFor('cerebras', request, ['seed', 'user']);
    assert.deepEqual([seed, user, key], [undefined, undefined, 'k']);
    assert.equal('stream_options' in bodyFor('vllm', {}, ['stream_options']), false);
    assert.equal('suffix' in bodyFor('openai', { suffix: 'after' }, ['suffix']), false);
    assert.equal('random_seed' in bodyFor('mistral', { seed: 7 }, ['random_seed']), false);
  });

  it('is an error before sending, where it would be another answer', async () => {
    const error = await errorOf(() => bodyFor('cerebras', { n: 2 }, ['n']));
    assert.equal(error.parameter, 'n');
  });

  it('is asked for in the other form, if it is log probabilities, and then no more', () => {
    const asked = (refused: string[]) => {
      const request = { logprobs: true, top_logprobs: 3 };
      const { logprobs, top_logprobs: count } = bodyFor('cerebras', request, refused);
      return [logprobs, count];
    };
    assert.deepEqual(asked([]), [true, 3]);
    assert.deepEqual(asked(['top_logprobs']), [3, undefined]);
    assert.deepEqual(asked(['top_logprobs', 'logprobs']), [undefined, undefined]);
  });
});

describe('The table of dialects', () => {
  it('says who takes compressed bodies, who is warmed up and who lists models for everyone', () => {
    const having = (has: (name: DialectName) => unknown) => DIALECT_NAMES.filter(has);
    assert.deepEqual(
      having((name) => DIALECTS[name].gzip),
      ['cerebras'],
    );
    assert.deepEqual(
      having((name) => DIALECTS[name].warmUpPath),
      ['cerebras'],
    );
    assert.deepEqual(
      having((name) => DIALECTS[name].publicModelsPath),
      ['cerebras'],
    );
    assert.equal(DIALECTS.cerebras.warmUpPath, '/v1/tcp_warming');
  });

  it('takes 16 stop sequences, but 4 for Cerebras and OpenAI', async () => {
    const stop = Array.from({ length: 16 }, String);
    assert.deepEqual(bodyFor('deepseek', { stop })['stop'], stop);
    const error = await errorOf(() => bodyFor('cerebras', { stop: stop.slice(0, 5) }));
    assert.equal(
      error.message,
      'The parameter stop has 5 stop sequences, but a Cerebras server takes at most 4.',
    );
  });
});
