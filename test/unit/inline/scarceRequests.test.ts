import assert from 'node:assert/strict';
import type { RequestAllowance } from '../../../src/completions/requestAllowance';
import { pauseBeforeRequest } from '../../../src/inline/requestTiming';
import { TypingRhythm } from '../../../src/inline/typingRhythm';
import { fixedWindow, silent, slidingWindow, tokenBucket } from '../remote/limitedServers';
import { typing } from '../remote/typingPerson';

const MINUTE = 60_000;
const SEEDS = [1, 2, 3];

/** Whether ghost text asks at once for a person who has rested long enough. */
function mayGo(allowance: RequestAllowance): boolean {
  let time = 0;
  const rhythm = new TypingRhythm(() => time);
  rhythm.key('pause');
  time = MINUTE;
  const here = { place: 'pause', rhythm, answerTime: 300, scarcity: 0, rarity: 1 } as const;
  return pauseBeforeRequest({ ...here, allowance }) === 0;
}

/** How many completions came in each minute but the first and the last. */
function perMinute(completions: readonly number[], minutes: number): number[] {
  return Array.from(
    { length: minutes - 2 },
    (_, minute) => completions.filter((at) => Math.floor(at / MINUTE) === minute + 1).length,
  );
}

describe('Ghost text from a server that takes few requests a minute', () => {
  const servers = {
    'in windows of a minute': (limit: number) => fixedWindow(limit, MINUTE),
    'in windows that began long before': (limit: number) => fixedWindow(limit, MINUTE, 40_000),
    'from a bucket': (limit: number) => tokenBucket(limit, MINUTE),
    'in a sliding window': (limit: number) => slidingWindow(limit, MINUTE),
  };
  for (const [how, server] of Object.entries(servers)) {
    for (const limit of [1, 2, 3, 5]) {
      it(`${how}: has all ${limit}, and is never refused`, () => {
        for (const seed of SEEDS) {
          const { completions, refusals } = typing(server(limit), 20 * MINUTE, { seed, mayGo });
          assert.deepEqual(refusals, []);
          const each = perMinute(completions, 20);
          assert.equal(Math.min(...each), limit, each.join());
        }
      });
    }

    it(`${how}, which says nothing of it: finds out, and goes on`, () => {
      for (const seed of SEEDS) {
        const session = typing(silent(server(5)), 20 * MINUTE, { seed, mayGo });
        assert.ok(session.refusals.length <= 3, session.refusals.join());
        const lately = session.completions.filter((at) => at >= 10 * MINUTE);
        assert.ok(lately.length >= 40, String(lately.length));
      }
    });
  }

  it('goes on after a refusal that nothing is known of', () => {
    const server = { request: (now: number) => ({ accepted: now > 15_000, headers: {} }) };
    const { completions, refusals } = typing(server, MINUTE, { mayGo });
    assert.ok(refusals.length <= 2, refusals.join());
    assert.ok(completions.length > 5, completions.join());
  });
});
