import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { CompletionErrorKind } from '../../../src/completions/completionError';
import { refusalError, type Refusal } from '../../../src/remote/refusal';
import { readReport, reportIn } from '../../../src/remote/serverReport';

const request = {
  origin: 'https://api.example',
  path: '/v1/completions',
  model: 'some-model',
  apiKey: 'csk-secret',
};

/** The error for a body (text, or an object as JSON) with a status and headers. */
function errorFor(status: number, body: unknown = '', headers: Refusal['headers'] = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return refusalError({ status, headers, report: readReport(text) }, request);
}

describe('A refusal by the server', () => {
  const table: [number, string | undefined, CompletionErrorKind, boolean][] = [
    [400, 'wrong_api_format', 'invalidRequest', false],
    [422, undefined, 'invalidRequest', false],
    [400, 'context_length_exceeded', 'contextLength', false],
    [413, undefined, 'contextLength', false],
    [401, 'wrong_api_key', 'authentication', false],
    [402, undefined, 'billing', false],
    [403, undefined, 'permission', false],
    [404, 'model_not_found', 'notFound', false],
    [404, undefined, 'notFound', false],
    [405, undefined, 'notFound', false],
    [408, undefined, 'server', true],
    [409, undefined, 'server', true],
    [418, undefined, 'invalidRequest', false],
    [429, 'request_quota_exceeded', 'rateLimit', true],
    [429, 'token_quota_exceeded', 'rateLimit', true],
    [429, 'queue_exceeded', 'rateLimit', true],
    [429, undefined, 'rateLimit', true],
    [429, 'insufficient_quota', 'billing', false],
    [500, undefined, 'server', true],
    [503, undefined, 'server', true],
  ];
  for (const [status, code, kind, retryable] of table) {
    it(`with status ${status}${code ? ` and code ${code}` : ''} is of kind ${kind}`, () => {
      const error = errorFor(status, { message: 'Because.', code });
      assert.equal(error.kind, kind);
      assert.equal(error.status, status);
      assert.equal(error.code, code);
      assert.equal(error.retryable, retryable);
      assert.match(error.message, new RegExp(`HTTP ${status}.*Because\\.$`));
      assert.notEqual(error.remedy, '');
    });
  }

  it('is understood in every shape of body', () => {
    const fields = { message: 'No.', type: 't', param: 'seed', code: 'wrong_api_format' };
    for (const body of [fields, { error: fields }, { error: fields, status_code: 400 }]) {
      const error = errorFor(400, body);
      assert.equal(error.code, 'wrong_api_format');
      assert.match(error.message, /refused the parameter seed .*: No\.$/);
      assert.match(error.remedy, /seed/);
    }
    assert.match(errorFor(400, { detail: 'Not like this' }).message, /: Not like this\.$/);
    assert.match(errorFor(400, { error: 'Not like this' }).message, /: Not like this\.$/);
    assert.match(errorFor(400, 'Not like this').message, /: Not like this\.$/);
    const listed = { detail: [{ loc: ['body', 'seed'], msg: 'not a number', type: 'int' }] };
    assert.match(
      errorFor(422, listed).message,
      /refused the parameter seed .*: seed: not a number\.$/,
    );
    assert.equal(errorFor(422, listed).parameter, 'seed');
    const odd = { detail: [{ loc: ['body', 3], msg: 'x' }, { loc: 'y' }, 'z'] };
    assert.match(errorFor(422, odd).message, /refused the request .*: 3: x\.$/);
  });

  it('is understood without a body, and with a web page', () => {
    for (const body of ['', '<html><h1>Bad gateway</h1></html>', '{}', '[]', 'null']) {
      assert.equal(errorFor(502, body).message, 'https://api.example failed to answer (HTTP 502).');
    }
  });

  it('tells a missing model from a missing API', () => {
    const ofVllm = { object: 'error', message: 'The model `x` does not exist.', code: 404 };
    assert.match(errorFor(404, ofVllm).message, /has no model “some-model”/);
    assert.equal(errorFor(404, ofVllm).code, undefined);
    assert.match(errorFor(404).message, /https:\/\/api\.example\/v1\/completions does not exist/);
  });

  it('knows a prompt that is too long from what servers without a code say', () => {
    const ofVllm = "This model's maximum context length is 8192 tokens.";
    assert.equal(errorFor(400, { message: ofVllm, code: 400 }).kind, 'contextLength');
    const ofLlamaCpp = { error: { code: 400, type: 'exceed_context_size_error', message: 'x' } };
    assert.equal(errorFor(400, ofLlamaCpp).kind, 'contextLength');
  });

  it('says so when no key was sent', () => {
    const keyless = { ...request, apiKey: undefined };
    for (const status of [401, 403]) {
      const error = refusalError({ status, report: {} }, keyless);
      assert.equal(error.kind, 'authentication');
      assert.match(error.message, /wants an API key, and none is set/);
    }
    assert.match(errorFor(401).message, /refused the API key/);
  });

  it('carries the request id, from the header or the body', () => {
    assert.equal(errorFor(500, '', { 'x-request-id': 'req-1' }).requestId, 'req-1');
    assert.equal(errorFor(500, { error: { message: 'x', id: 'err-2' } }).requestId, 'err-2');
  });

  it('carries how long to wait, and says it', () => {
    const error = errorFor(429, '', { 'retry-after': '12' });
    assert.equal(error.retryAfter, 12_000);
    assert.match(error.remedy, /12 s/);
  });

  it('takes the reset of a limit that is used up for it, where the server says nothing else', () => {
    const headers = {
      'x-ratelimit-remaining-requests-day': '9',
      'x-ratelimit-reset-requests-day': '3600',
      'x-ratelimit-remaining-tokens-minute': '0',
      'x-ratelimit-reset-tokens-minute': '12.5',
    };
    assert.equal(errorFor(429, '', headers).retryAfter, 12_500);
    assert.equal(errorFor(429, '', { ...headers, 'retry-after': '3' }).retryAfter, 3_000);
    assert.equal(errorFor(500, '', headers).retryAfter, undefined);
  });

  it("follows the server's own advice on retrying", () => {
    assert.equal(errorFor(503, '', { 'x-should-retry': 'false' }).retryable, false);
    assert.equal(errorFor(400, '', { 'x-should-retry': 'true' }).retryable, true);
  });

  it('never repeats the key, whatever the server says', () => {
    const repeating = 'Wrong key csk-secret';
    const error = errorFor(
      401,
      { error: { message: repeating, code: repeating, param: repeating, id: repeating } },
      { 'x-request-id': repeating },
    );
    assert.doesNotMatch(inspect(error), /csk-secret/);
    assert.match(error.message, /Wrong key \(API key\)/);
    const long = errorFor(400, `${'x'.repeat(395)}csk-secret`);
    assert.doesNotMatch(long.message, /csk-s/);
  });

  it('cuts short whatever is endless', () => {
    const endless = 'x'.repeat(10_000);
    const { code, requestId } = errorFor(400, { message: 'x', code: endless, id: endless });
    assert.equal(code?.length, 1000);
    assert.equal(requestId?.length, 1000);
    assert.ok(errorFor(400, 'x'.repeat(10_000)).message.length < 600);
  });
});

describe('A failure inside a stream', () => {
  it('has the kind of its code or status', () => {
    const kindOf = (value: unknown) =>
      refusalError({ report: reportIn(value) ?? {} }, request).kind;
    assert.equal(kindOf({ error: { message: 'x', code: 'queue_exceeded' } }), 'rateLimit');
    assert.equal(kindOf({ error: { message: 'x' }, status_code: 429 }), 'rateLimit');
    assert.equal(kindOf({ error: { message: 'x', code: 400 } }), 'invalidRequest');
    assert.equal(kindOf({ message: 'x', type: 'server_error' }), 'server');
  });

  it('is not seen in a chunk that is none', () => {
    const harmless = [
      { choices: [], error: null },
      { choices: [{ index: 0, text: 'error' }], message: 'fine' },
      { usage: {} },
      [],
      'error',
      undefined,
    ];
    for (const value of harmless) assert.equal(reportIn(value), undefined);
  });
});
