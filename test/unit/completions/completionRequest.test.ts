import assert from 'node:assert/strict';
import { isCompletionError } from '../../../src/completions/completionError';
import {
  type CompletionRequest,
  validateRequest,
} from '../../../src/completions/completionRequest';
import {
  expectedChoices,
  requestedAlternatives,
  stopSequences,
} from '../../../src/completions/requestForms';
import { GRAMMAR_ROOTS } from '../../../src/completions/parameterLimits';

const FORMS = 'a text, a list of texts, a list of token ids, or a list of such lists';
const minimal: CompletionRequest = { prompt: 'Once', model: 'llama3.1-8b' };

/** The message of the error that `request` is refused with. */
function refusal(request: unknown): string {
  try {
    validateRequest(request);
  } catch (error) {
    assert.ok(isCompletionError(error));
    assert.equal(error.kind, 'invalidRequest');
    assert.equal(error.code, 'wrong_api_format');
    return error.message;
  }
  assert.fail('The request was accepted.');
}

describe('validateRequest', () => {
  it('accepts every parameter of the API', () => {
    const full: CompletionRequest = {
      ...minimal,
      suffix: 'the end',
      max_tokens: 1,
      min_tokens: -1,
      temperature: 1.5,
      top_p: 0,
      stop: ['a', 'b', 'c', 'd'],
      seed: -7,
      n: 2,
      best_of: 3,
      echo: true,
      return_raw_tokens: false,
      grammar_root: 'funcarray',
      logprobs: true,
      top_logprobs: 20,
      frequency_penalty: -2,
      presence_penalty: 2,
      logit_bias: { '50256': -100 },
      user: 'someone',
      prompt_cache_key: 'key',
    };
    assert.deepEqual(validateRequest(full), full);
  });

  it('accepts the four forms of a prompt', () => {
    for (const prompt of ['text', '', ['a', 'b'], [1, 2, 3], [[1, 2], [3]]]) {
      assert.deepEqual(validateRequest({ ...minimal, prompt }).prompt, prompt);
    }
  });

  it('refuses a prompt of fractional or negative tokens', () => {
    assert.match(refusal({ ...minimal, prompt: [1.5] }), /prompt/);
    assert.match(refusal({ ...minimal, prompt: [[-1]] }), /prompt/);
  });

  it('refuses an empty model name', () => {
    assert.match(refusal({ ...minimal, model: '' }), /The parameter model .*must not be empty/);
  });

  it('refuses a parameter that the API does not know, and names it', () => {
    assert.match(refusal({ ...minimal, top_k: 5 }), /top_k/);
  });

  const outside: [keyof CompletionRequest, unknown][] = [
    ['max_tokens', 0],
    ['max_tokens', 1.5],
    ['min_tokens', -2],
    ['temperature', -0.1],
    ['temperature', 2.1],
    ['top_p', 1.1],
    ['top_p', -0.1],
    ['stop', Array.from({ length: 17 }, String)],
    ['stop', ''],
    ['stop', ['a', '']],
    ['seed', 0.5],
    ['n', 0],
    ['grammar_root', 'rule'],
    ['logprobs', 21],
    ['logprobs', 1.5],
    ['frequency_penalty', 2.5],
    ['presence_penalty', -2.5],
    ['user', 7],
    ['n', Infinity],
    ['temperature', NaN],
    ['seed', 2 ** 60],
    ['echo', 'yes'],
    ['logit_bias', { '5': 101 }],
    ['logit_bias', { word: 1 }],
    ['logit_bias', [1]],
    ['user', '\uD83D'],
    ['suffix', 'a\uDE00'],
    ['stop', ['\uD83D']],
  ];
  for (const [parameter, value] of outside) {
    it(`refuses ${parameter} = ${JSON.stringify(value)}, and names it`, () => {
      assert.match(
        refusal({ ...minimal, [parameter]: value }),
        new RegExp(`parameter ${parameter}`),
      );
    });
  }

  it('refuses top_logprobs beyond 20', () => {
    assert.match(refusal({ ...minimal, logprobs: true, top_logprobs: 21 }), /top_logprobs/);
  });

  it('refuses top_logprobs without logprobs', () => {
    assert.match(refusal({ ...minimal, top_logprobs: 5 }), /top_logprobs .*needs logprobs/);
    assert.match(refusal({ ...minimal, logprobs: false, top_logprobs: 5 }), /needs logprobs/);
  });

  it('takes logprobs: 0 as a wish for log probabilities', () => {
    assert.equal(validateRequest({ ...minimal, logprobs: 0, top_logprobs: 2 }).top_logprobs, 2);
  });

  it('refuses echo together with return_raw_tokens', () => {
    const message = refusal({ ...minimal, echo: true, return_raw_tokens: true });
    assert.match(message, /echo .*return_raw_tokens/);
  });

  it('accepts each rule of the grammar', () => {
    for (const rule of GRAMMAR_ROOTS) {
      assert.equal(validateRequest({ ...minimal, grammar_root: rule }).grammar_root, rule);
    }
  });
});

describe('The message about a parameter', () => {
  const cases: [object, string][] = [
    [{ temperature: 3 }, 'temperature is 3, but must be between 0 and 2.'],
    [{ temperature: NaN }, 'temperature is NaN, but must be between 0 and 2.'],
    [{ temperature: '1' }, 'temperature is "1", but must be between 0 and 2.'],
    [{ max_tokens: 0 }, 'max_tokens is 0, but must be a whole number, 1 or more.'],
    [{ seed: 0.5 }, 'seed is 0.5, but must be a whole number.'],
    [{ top_logprobs: 21 }, 'top_logprobs is 21, but must be a whole number from 0 to 20.'],
    [{ logprobs: 21 }, 'logprobs is 21, but must be true, false or a whole number from 0 to 20.'],
    [{ echo: 1 }, 'echo is 1, but must be true or false.'],
    [{ model: ' ' }, 'model must not be empty.'],
    [{ model: undefined }, 'model is missing, but must be a text.'],
    [{ user: 7 }, 'user is 7, but must be a text.'],
    [{ stop: '' }, 'stop must not be empty.'],
    [{ stop: ['a', ''] }, 'stop has at position 1 an entry that must not be empty.'],
    [{ stop: 5 }, 'stop is 5, but must be a text or a list.'],
    [{ stop: Array.from({ length: 17 }, String) }, 'stop has 17 stop sequences, but may have 16.'],
    [
      { logit_bias: { '5': -101 } },
      'logit_bias has an entry for token 5 that is -101, but must be between -100 and 100.',
    ],
    [{ logit_bias: { word: 1 } }, 'logit_bias has the key "word", but its keys must be token ids.'],
    [{ min_tokens: 9, max_tokens: 5 }, 'min_tokens is 9, but must be at most max_tokens, 5.'],
    [{ n: 3, best_of: 2 }, 'best_of is 2, but must be at least n, 3.'],
    [{ prompt: 5 }, `prompt is 5, but must be ${FORMS}.`],
    [{ prompt: null }, `prompt is null, but must be ${FORMS}.`],
    [{ prompt: [] }, 'prompt is an empty list, but must have at least one entry.'],
    [{ prompt: [{}] }, `prompt is a list that begins with an object, but must be ${FORMS}.`],
    [
      { prompt: [1, 2, 'three'] },
      'prompt has a text at position 2, but all entries must be token ids.',
    ],
    [{ prompt: ['a', 5] }, 'prompt has a number at position 1, but all entries must be texts.'],
    [
      { prompt: [[1], 'a'] },
      'prompt has a text at position 1, but all entries must be lists of token ids.',
    ],
    [{ prompt: [[1], []] }, 'prompt has at position 1 an entry that is empty.'],
    [
      { prompt: [1, -2] },
      'prompt has -2 at position 1, but a token id must be a whole number, 0 or more.',
    ],
    [
      { prompt: [[1, 0.5]] },
      'prompt has at position 0 an entry that has 0.5 at position 1, ' +
        'but a token id must be a whole number, 0 or more.',
    ],
    [
      { prompt: 'half: \uD83D!' },
      'prompt has half a character (a lone surrogate) at position 6, which cannot be sent.',
    ],
    [
      { suffix: '😀\uDE00' },
      'suffix has half a character (a lone surrogate) at position 2, which cannot be sent.',
    ],
    [{ max_token: 5 }, 'max_token is not one of the API’s.'],
  ];
  for (const [parameters, message] of cases) {
    it(`says: ${message}`, () => {
      assert.equal(refusal({ ...minimal, ...parameters }), `The parameter ${message}`);
    });
  }

  it('says what is missing, and what is no request at all', () => {
    assert.equal(refusal({ prompt: 'a' }), 'The parameter model is missing.');
    assert.match(refusal(null), /^The parameter request is null, but must be an object/);
  });

  it('does not repeat the text of the prompt', () => {
    assert.doesNotMatch(refusal({ ...minimal, prompt: 'secret \uD83D' }), /secret/);
    assert.doesNotMatch(refusal({ ...minimal, prompt: ['secret', 5] }), /secret/);
  });

  const meant: [string, string | undefined][] = [
    ['max_token', 'max_tokens'],
    ['maxTokens', 'max_tokens'],
    ['topP', 'top_p'],
    ['stops', 'stop'],
    ['temprature', 'temperature'],
    ['log_probs', 'logprobs'],
    ['top_k', undefined],
    ['reasoning_effort', undefined],
  ];
  for (const [written, name] of meant) {
    it(`suggests ${name ?? 'nothing'} for ${written}`, () => {
      try {
        validateRequest({ ...minimal, [written]: 1 });
      } catch (error) {
        assert.ok(isCompletionError(error));
        assert.equal(error.parameter, written);
        assert.equal(error.remedy, name ? `Did you mean ${name}?` : 'Leave it out.');
        return;
      }
      assert.fail('The request was accepted.');
    });
  }
});

describe('requestedAlternatives', () => {
  it('is undefined when no log probabilities are wanted', () => {
    assert.equal(requestedAlternatives(minimal), undefined);
    assert.equal(requestedAlternatives({ ...minimal, logprobs: false }), undefined);
  });

  it('reads both forms of the API', () => {
    assert.equal(requestedAlternatives({ ...minimal, logprobs: true, top_logprobs: 3 }), 3);
    assert.equal(requestedAlternatives({ ...minimal, logprobs: true }), 0);
    assert.equal(requestedAlternatives({ ...minimal, logprobs: 4 }), 4);
    assert.equal(requestedAlternatives({ ...minimal, logprobs: 0 }), 0);
  });
});

describe('stopSequences', () => {
  it('is a list, whichever form the request has', () => {
    assert.deepEqual(stopSequences({}), []);
    assert.deepEqual(stopSequences({ stop: 'x' }), ['x']);
    assert.deepEqual(stopSequences({ stop: ['x', 'y'] }), ['x', 'y']);
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
