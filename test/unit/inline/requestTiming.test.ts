import assert from 'node:assert/strict';
import { UNLIMITED } from '../../../src/completions/requestAllowance';
import { pauseBeforeRequest, type Timing } from '../../../src/inline/requestTiming';
import { TypingRhythm } from '../../../src/inline/typingRhythm';

function timing(changes: Partial<Timing> = {}): Timing {
  let time = 0;
  const rhythm = new TypingRhythm(() => time);
  rhythm.key('pause');
  time = 50;
  return {
    ...{ place: 'pause', rhythm, answerTime: 300, allowance: UNLIMITED },
    ...{ scarcity: 0, rarity: 1 },
    ...changes,
  };
}

const pause = (changes: Partial<Timing> = {}) => pauseBeforeRequest(timing(changes)) ?? Infinity;

describe('The pause before a request', () => {
  it('is longer the longer the answer takes', () => {
    assert.ok(pause({ answerTime: 20 }) <= pause({ answerTime: 300 }));
    assert.ok(pause({ answerTime: 300 }) < pause({ answerTime: 2_000 }));
  });

  it('is longer where requests are scarce', () => {
    assert.ok(pause() < pause({ scarcity: 0.5 }));
    assert.ok(pause() < pause({ allowance: { wait: 0, requests: 4 } }));
  });

  it('is longer where answers rarely show anything, but not endless', () => {
    assert.ok(pause() < pause({ rarity: 2 }));
    assert.ok(pause({ rarity: 2 }) < pause({ rarity: 3 }));
    assert.equal(pause({ rarity: 30 }), pause({ rarity: 300 }));
    assert.equal(pause(), pause({ rarity: 0.5 }));
  });

  it('is at least what the server asks for', () => {
    assert.equal(pause({ allowance: { wait: 1_500, requests: 10 } }), 1_500);
  });

  it('never ends where only the request is left that the person may want to make himself', () => {
    const last = { wait: 0, requests: 1 };
    assert.equal(pauseBeforeRequest(timing({ allowance: last })), undefined);
    assert.equal(pauseBeforeRequest(timing({ allowance: { ...last, more: 40_000 } })), undefined);
    assert.equal(
      pauseBeforeRequest(timing({ allowance: { wait: 60_000, requests: 0 } })),
      undefined,
    );
  });

  it('ends there, too, where there is soon one more', () => {
    assert.ok(pause({ allowance: { wait: 0, requests: 1, more: 12_000 } }) < Infinity);
  });
});
