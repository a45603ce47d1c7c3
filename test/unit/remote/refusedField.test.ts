import assert from 'node:assert/strict';
import { refusedField } from '../../../src/remote/refusedField';

const SENT = ['suffix', 'seed', 'user', 'n', 'echo', 'logprobs', 'top_logprobs', 'min_tokens'];
const refused = (message: string, parameter?: string) =>
  refusedField({ kind: 'invalidRequest', message, parameter }, SENT);

describe('refusedField', () => {
  const unknown: [string, string | undefined, string][] = [
    ["property 'user' is unsupported", undefined, 'user'],
    ['Unrecognized request argument supplied: seed', undefined, 'seed'],
    ['Unknown parameter: "n"', undefined, 'n'],
    ['Unsupported param: echo', undefined, 'echo'],
    ['body.min_tokens: Extra inputs are not permitted', undefined, 'min_tokens'],
    ["Additional properties are not allowed ('seed' was unexpected)", undefined, 'seed'],
    ['suffix is not currently supported', 'suffix', 'suffix'],
    ['Not supported.', 'body.seed', 'seed'],
    ['json: unknown field "user"', undefined, 'user'],
    ['Infill is not supported by this model: prefix token is missing.', undefined, 'suffix'],
    ['"qwen3:8b" does not support insert', undefined, 'suffix'],
    ['logprobs: Input should be a valid integer', undefined, 'logprobs'],
    ['Input should be a valid boolean', 'logprobs', 'logprobs'],
  ];
  for (const [message, parameter, field] of unknown) {
    it(`is ${field}: ${message}${parameter ? ` (${parameter})` : ''}`, () => {
      assert.equal(refused(message, parameter), field);
    });
  }

  const other: [string, string | undefined][] = [
    ['seed must be positive', 'seed'],
    ['min_tokens must be at most max_tokens', undefined],
    ['the user asked for something unsupported', undefined],
    ['temperature is not supported', 'temperature'],
    ['something is wrong', undefined],
  ];
  for (const [message, parameter] of other) {
    it(`is none: ${message}`, () => {
      assert.equal(refused(message, parameter), undefined);
    });
  }

  it('is none for a failure that is no refusal of the request', () => {
    const error = { kind: 'server', message: 'Unknown parameter: "n"', parameter: 'n' } as const;
    assert.equal(refusedField(error, SENT), undefined);
  });
});
