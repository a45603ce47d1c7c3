import assert from 'node:assert/strict';
import {
  CompletionError,
  invalidRequest,
  isCompletionError,
} from '../../../src/completions/completionError';
import { phrase } from '../../../src/completions/phrase';

describe('CompletionError', () => {
  it('carries what happened and what to do, and is not retryable unless said', () => {
    const error = new CompletionError({ kind: 'billing', message: 'No credit.', remedy: 'Pay.' });
    assert.equal(error.message, 'No credit.');
    assert.equal(error.remedy, 'Pay.');
    assert.equal(error.retryable, false);
    assert.equal(error.retryAfter, undefined);
    assert.equal(String(error), 'CompletionError: No credit.');
  });

  it('carries everything it was told', () => {
    const details = {
      kind: 'rateLimit',
      message: 'Too fast.',
      remedy: 'Wait.',
      status: 429,
      code: 'request_quota_exceeded',
      requestId: 'req-1',
      retryable: true,
      retryAfter: 1500,
    } as const;
    const error = new CompletionError(details);
    for (const [name, value] of Object.entries(details)) {
      assert.equal(error[name as keyof typeof details], value);
    }
  });
});

describe('isCompletionError', () => {
  it('knows an error of another copy of the class', () => {
    const foreign = Object.assign(new Error('x'), { name: 'CompletionError', kind: 'network' });
    assert.equal(isCompletionError(foreign), true);
  });

  it('takes nothing else for one', () => {
    const noError = { name: 'CompletionError', kind: 'network' };
    for (const other of [new Error('x'), noError, undefined, 'CompletionError']) {
      assert.equal(isCompletionError(other), false);
    }
  });
});

describe('invalidRequest', () => {
  it('names the parameter in message and remedy', () => {
    const error = invalidRequest('top_p', phrase`it is too high`);
    assert.equal(error.kind, 'invalidRequest');
    assert.equal(error.message, 'The parameter top_p is not valid: it is too high.');
    assert.match(error.remedy, /top_p/);
    assert.equal(error.status, 400);
  });
});
