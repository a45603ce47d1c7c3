import assert from 'node:assert/strict';
import { retryAfter } from '../../../src/remote/retryAfter';

const now = Date.parse('2026-01-01T00:00:00Z');

describe('retryAfter', () => {
  it('reads milliseconds before seconds', () => {
    assert.equal(retryAfter({ 'retry-after-ms': '250', 'retry-after': '9' }, now), 250);
  });

  it('reads whole and fractional seconds', () => {
    assert.equal(retryAfter({ 'retry-after': '2' }, now), 2000);
    assert.equal(retryAfter({ 'retry-after': '0.5' }, now), 500);
  });

  it('reads an HTTP date, a past one as now', () => {
    assert.equal(retryAfter({ 'retry-after': 'Thu, 01 Jan 2026 00:00:10 GMT' }, now), 10_000);
    assert.equal(retryAfter({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, now), 0);
  });

  it('is undefined where the server says nothing, or nonsense', () => {
    for (const value of [undefined, '', 'soon', '-5', 'NaN']) {
      assert.equal(retryAfter({ 'retry-after': value }, now), undefined);
    }
  });
});
