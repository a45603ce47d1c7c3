import assert from 'node:assert/strict';
import { isCompletionError } from '../../../../src/completions/completionError';
import { Admission } from '../../../../src/local/server/admission';
import { RateLimit } from '../../../../src/local/server/rateLimit';
import { neverAborted } from '../localTesting';

function isRefusal(code: string, retryAfter: number) {
  return (error: unknown) =>
    isCompletionError(error) && error.code === code && error.retryAfter === retryAfter;
}

describe('RateLimit', () => {
  it('counts from the first request of a minute, and anew after it', () => {
    let now = 1_000;
    const limit = new RateLimit(2, () => now);
    limit.take();
    now += 10_000;
    limit.take();
    assert.throws(
      () => {
        limit.take();
      },
      isRefusal('request_quota_exceeded', 50_000),
    );
    assert.deepEqual(limit.headers, {
      'x-ratelimit-limit-requests-minute': '2',
      'x-ratelimit-remaining-requests-minute': '0',
      'x-ratelimit-reset-requests-minute': '50.000',
    });
    now += 50_000;
    limit.take();
    assert.equal(limit.headers['x-ratelimit-remaining-requests-minute'], '1');
  });
});

describe('Admission', () => {
  it('lets so many in, then one for each that leaves, the first first', async () => {
    const admission = new Admission(2, 5);
    const entered: number[] = [];
    const enter = async (number: number) => {
      if (await admission.enter(neverAborted)) entered.push(number);
    };
    await Promise.all([enter(1), enter(2)]);
    const waiting = [enter(3), enter(4)];
    assert.deepEqual(entered, [1, 2]);
    admission.leave();
    await waiting[0];
    assert.deepEqual(entered, [1, 2, 3]);
    admission.leave();
    await waiting[1];
    for (let place = 0; place < 2; place++) admission.leave();
    assert.ok(await admission.enter(neverAborted));
  });

  it('refuses when too many wait', async () => {
    const admission = new Admission(1, 1);
    await admission.enter(neverAborted);
    void admission.enter(neverAborted);
    await assert.rejects(admission.enter(neverAborted), isRefusal('queue_exceeded', 1000));
  });

  it('forgets who goes away while waiting', async () => {
    const admission = new Admission(1, 1);
    await admission.enter(neverAborted);
    const controller = new AbortController();
    const leaving = admission.enter(controller.signal);
    controller.abort();
    assert.equal(await leaving, false);
    const staying = admission.enter(neverAborted);
    admission.leave();
    assert.equal(await staying, true);
    assert.equal(await admission.enter(controller.signal), false);
  });
});
