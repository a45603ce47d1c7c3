import assert from 'node:assert/strict';
import { reportedLimits } from '../../../src/remote/rateLimitHeaders';

const now = 1_800_000_000_000;

describe('The rate limit headers', () => {
  it('of Cerebras: a resource and a period each, resets in seconds', () => {
    const headers = {
      'x-ratelimit-limit-requests-day': '14400',
      'x-ratelimit-remaining-requests-day': '14399',
      'x-ratelimit-reset-requests-day': '33011.5',
      'x-ratelimit-limit-tokens-minute': '60000',
      'x-ratelimit-remaining-tokens-minute': '59950',
      'x-ratelimit-reset-tokens-minute': '11.5',
    };
    assert.deepEqual(reportedLimits(headers, now), [
      { of: 'requests', period: 'day', limit: 14_400, remaining: 14_399, reset: 33_011_500 },
      { of: 'tokens', period: 'minute', limit: 60_000, remaining: 59_950, reset: 11_500 },
    ]);
  });

  it('with a period nobody has named yet', () => {
    const headers = { 'x-ratelimit-remaining-requests-fortnight': '3' };
    assert.deepEqual(reportedLimits(headers, now), [
      { of: 'requests', period: 'fortnight', remaining: 3 },
    ]);
  });

  it('of OpenAI: no period, resets as durations', () => {
    const reset = (text: string) =>
      reportedLimits({ 'x-ratelimit-reset-tokens': text }, now)[0]?.reset;
    assert.equal(reset('6m0s'), 360_000);
    assert.equal(reset('120ms'), 120);
    assert.equal(reset('1h2m3.5s'), 3_723_500);
    assert.equal(reset('2d'), 172_800_000);
  });

  it('without a resource, of requests, and with the time of the reset', () => {
    const headers = {
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(now / 1000 + 30),
    };
    assert.deepEqual(reportedLimits(headers, now), [
      { of: 'requests', period: undefined, limit: 60, remaining: 0, reset: 30_000 },
    ]);
    const draft = { 'ratelimit-remaining': '4', 'x-ratelimit-limit-req-minute': '5' };
    assert.deepEqual(
      reportedLimits(draft, now).map(({ of }) => of),
      ['requests', 'requests'],
    );
  });

  it('are passed over where they say nonsense', () => {
    const headers = {
      'x-ratelimit-limit-requests-day': 'many',
      'x-ratelimit-remaining-requests-day': '-1',
      'x-ratelimit-reset-requests-day': 'soon',
      'x-ratelimit-mood-requests-day': '1',
      'retry-after': '1',
    };
    assert.deepEqual(reportedLimits(headers, now), []);
  });
});
