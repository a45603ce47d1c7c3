import assert from 'node:assert/strict';
import { CompletionError } from '../../../src/completions/completionError';
import type { AnswerHeaders } from '../../../src/remote/answerHeaders';
import { RateLimits } from '../../../src/remote/rateLimits';
import { fixedWindow, silent, slidingWindow, tokenBucket } from './limitedServers';
import { type Session, typing } from './typingPerson';

const MINUTE = 60_000;
const SEEDS = [1, 2, 3, 4, 5];

/** How many completions came in each of the first `minutes` minutes. */
function perMinute({ completions }: Session, minutes: number): number[] {
  return Array.from(
    { length: minutes },
    (_, minute) => completions.filter((at) => Math.floor(at / MINUTE) === minute).length,
  );
}

/** The longest time without a completion, in milliseconds. */
function longestGap({ completions }: Session): number {
  return Math.max(...completions.map((at, index) => at - (completions[index - 1] ?? 0)));
}

describe('Someone who types against a server that takes 5 requests a minute', () => {
  const servers = {
    'in windows of a minute': () => fixedWindow(5, MINUTE),
    'in windows that began long before': () => fixedWindow(5, MINUTE, 40_000),
    'from a bucket': () => tokenBucket(5, MINUTE),
    'in a sliding window': () => slidingWindow(5, MINUTE),
  };
  for (const [how, server] of Object.entries(servers)) {
    it(`${how}: gets all five, spread over the minute, and is never refused`, () => {
      for (const seed of SEEDS) {
        const session = typing(server(), 20 * MINUTE, { seed });
        assert.deepEqual(session.refusals, []);
        assert.deepEqual(new Set(perMinute(session, 20).slice(1)), new Set([5]));
        assert.ok(longestGap(session) <= 15_000, String(longestGap(session)));
      }
    });

    it(`${how}: gets the first two at once`, () => {
      const [first = Infinity, second = Infinity] = typing(server(), MINUTE).completions;
      assert.equal(first, 0);
      assert.ok(second < 2_000);
    });

    it(`${how}: is hardly refused when half of the answers are not waited for`, () => {
      for (const seed of SEEDS) {
        const session = typing(server(), 20 * MINUTE, { seed, lost: 0.5 });
        assert.ok(session.refusals.length <= 12, session.refusals.join());
        assert.ok(session.completions.length >= 85, String(session.completions.length));
      }
    });

    it(`${how}, which says nothing of it: is refused while that is learned, then no more`, () => {
      for (const seed of SEEDS) {
        const session = typing(silent(server()), 20 * MINUTE, { seed });
        assert.ok(session.refusals.length <= 3, session.refusals.join());
        assert.ok(
          session.refusals.every((at) => at < 5 * MINUTE),
          session.refusals.join(),
        );
        assert.ok(session.completions.length >= 90, String(session.completions.length));
      }
    });
  }

  it('is not held back where the server takes many more', () => {
    const session = typing(fixedWindow(1_000, MINUTE), 5 * MINUTE);
    const free = typing(silent(fixedWindow(Infinity, MINUTE)), 5 * MINUTE);
    assert.deepEqual(session.completions, free.completions);
  });

  it('gets the one that a server takes in a minute', () => {
    const session = typing(fixedWindow(1, MINUTE), 10 * MINUTE);
    assert.equal(session.completions.length, 10);
    assert.deepEqual(session.refusals, []);
  });
});

describe('The allowance of a model', () => {
  let now: number;
  let limits: RateLimits;
  beforeEach(() => {
    now = 0;
    limits = new RateLimits(
      () => now,
      () => now,
    );
  });

  function send(headers: AnswerHeaders, error?: Partial<CompletionError>, prompt = ''): void {
    const refusal =
      error && new CompletionError({ kind: 'rateLimit', message: '', remedy: '', ...error });
    const counted = limits.begin({ model: 'm', prompt, max_tokens: 1 });
    counted.told(headers);
    if (refusal) counted.failed(refusal);
    else counted.taken();
  }

  const told = (of: string, limit: number, remaining: number, reset: number) => ({
    [`x-ratelimit-limit-${of}`]: String(limit),
    [`x-ratelimit-remaining-${of}`]: String(remaining),
    [`x-ratelimit-reset-${of}`]: String(reset),
  });

  it('is unlimited before anything is known, and for other models', () => {
    assert.deepEqual(limits.allowance('m'), { wait: 0, requests: Infinity });
    send(told('requests-minute', 5, 0, 60));
    assert.deepEqual(limits.allowance('other'), { wait: 0, requests: Infinity });
  });

  it('tells each limit with what is left and when it is whole again', () => {
    send({ ...told('requests-day', 100, 99, 3600), ...told('tokens-minute', 500, 480, 30) });
    now += 10_000;
    assert.deepEqual(limits.allowance('m').limits, [
      { of: 'requests', period: 'day', limit: 100, remaining: 99, reset: 3_590_000 },
      { of: 'tokens', period: 'minute', limit: 500, remaining: 480, reset: 20_000 },
    ]);
  });

  it('counts what is under way as spent', () => {
    send(told('requests-minute', 5, 4, 60));
    limits.begin({ model: 'm', prompt: '' });
    limits.begin({ model: 'm', prompt: '' });
    assert.equal(limits.allowance('m').requests, 2);
    assert.equal(limits.allowance('m').limits?.[0]?.remaining, 2);
  });

  it('tells how long it is until one more may go', () => {
    send(told('requests-minute', 5, 1, 42));
    now = 2_000;
    assert.equal(limits.allowance('m').more, 40_000);
    now = 42_000;
    assert.equal(limits.allowance('m').more, 0, 'the next answer tells how many there are');
  });

  it('waits for the reset when nothing is left', () => {
    send(told('requests-minute', 5, 0, 42));
    assert.equal(limits.allowance('m').wait, 42_000);
    assert.equal(limits.allowance('m').requests, 0);
    now = 42_000;
    assert.equal(limits.allowance('m').wait, 0);
    assert.equal(limits.allowance('m').requests, 1, 'until an answer says how many there are');
  });

  it('knows that tokens are charged up front: prompt and max_tokens', () => {
    const request = { model: 'm', prompt: 'x'.repeat(3_500), max_tokens: 1_000 };
    limits.begin(request).told(told('tokens-minute', 10_000, 8_000, 30));
    assert.equal(limits.allowance('m').requests, 4);
    limits.begin(request);
    assert.equal(limits.allowance('m').requests, 3);
  });

  it('lets a request through that costs more than a full budget: the server may think otherwise', () => {
    const request = { model: 'm', prompt: '', max_tokens: 50_000 };
    limits.begin(request).told(told('tokens-minute', 10_000, 10_000, 0));
    assert.equal(limits.allowance('m').wait, 0);
  });

  it('rests after a refusal for as long as the server says', () => {
    send({}, { retryAfter: 7_000 });
    assert.equal(limits.allowance('m').wait, 7_000);
    now = 7_000;
    assert.deepEqual(limits.allowance('m'), { wait: 0, requests: 1, more: 0 });
  });

  it('rests longer each time where the server says nothing, and begins anew after a success', () => {
    const waits = Array.from({ length: 5 }, () => {
      send({}, {});
      const { wait } = limits.allowance('m');
      now += wait;
      return wait;
    });
    assert.deepEqual(waits, [10_000, 20_000, 40_000, 80_000, 120_000]);
    now += 3_600_000;
    send({});
    assert.equal(limits.allowance('m').wait, 0);
    send({}, { code: 'queue_exceeded' });
    assert.equal(limits.allowance('m').wait, 10_000);
  });

  it('does not believe a server that says to come again at once', () => {
    send(told('requests-minute', 5, 0, 0), { retryAfter: 0 });
    assert.equal(limits.allowance('m').wait, 10_000);
  });

  it('sends one request to find out after a rest, and waits for its answer', () => {
    send({}, { retryAfter: 1_000 });
    now = 1_000;
    const probe = limits.begin({ model: 'm', prompt: '' });
    assert.equal(limits.allowance('m').requests, 0);
    assert.ok(limits.allowance('m').wait > 0);
    probe.taken();
    assert.equal(limits.allowance('m').wait, 0);
  });

  it('learns no budget from a full queue', () => {
    for (let count = 0; count < 3; count++) send({});
    send({}, { code: 'queue_exceeded', retryAfter: 1_000 });
    now = 1_000;
    send({});
    assert.equal(limits.allowance('m').requests, Infinity);
  });

  it('takes the later of two answers that overtook each other', () => {
    const first = limits.begin({ model: 'm', prompt: '' });
    const second = limits.begin({ model: 'm', prompt: '' });
    second.told(told('requests-minute', 5, 3, 60));
    first.told(told('requests-minute', 5, 4, 60));
    assert.equal(limits.allowance('m').requests, 3);
  });

  it('is lifted by any other failure no more than by a success', () => {
    send({}, { kind: 'authentication' });
    assert.deepEqual(limits.allowance('m'), { wait: 0, requests: Infinity });
  });
});
