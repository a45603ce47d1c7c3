import assert from 'node:assert/strict';
import { isCompletionError } from '../../../src/completions/completionError';
import {
  type CompletionRequest,
  GRAMMAR_ROOTS,
  requestedAlternatives,
  stopSequences,
  validateRequest,
} from '../../../src/completions/completionRequest';

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
    ['stop', ['1', '2', '3', '4', '5']],
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
