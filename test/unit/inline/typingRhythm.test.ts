import assert from 'node:assert/strict';
import type { CursorPlace } from '../../../src/inline/cursorPlace';
import { TypingRhythm } from '../../../src/inline/typingRhythm';

/** The rhythm of someone who presses keys this far apart, at each place. */
function rhythmOf(gapsAt: Partial<Record<CursorPlace, readonly number[]>>): TypingRhythm {
  let time = 0;
  const rhythm = new TypingRhythm(() => time);
  rhythm.key('between');
  for (const place of ['pause', 'between', 'insideWord', 'beforeWord'] as const) {
    const gaps = gapsAt[place] ?? [];
    for (let count = 0; gaps.length > 0 && count < 200; count += gaps.length) {
      for (const gap of gaps) {
        time += gap;
        rhythm.key(place);
      }
    }
  }
  return rhythm;
}

describe('The rhythm of typing', () => {
  it('expects a rest as often as there was one', () => {
    const rhythm = rhythmOf({ between: [100, 100, 100, 1_000] });
    assert.equal(rhythm.restProbability('between', 0, 500), 0.25);
    assert.equal(rhythm.restProbability('between', 200, 500), 1);
  });

  it('expects a longer rest the longer it has lasted', () => {
    const rhythm = rhythmOf({ between: [80, 120, 160, 240, 480, 2_000] });
    assert.ok(
      rhythm.restProbability('between', 400, 300) > rhythm.restProbability('between', 0, 300),
    );
  });

  it('believes in a rest that is longer than any before', () => {
    assert.equal(rhythmOf({ between: [100] }).restProbability('between', 5_000, 300), 1);
  });

  it('tells a person who rests at the ends of things from one who rests within words', () => {
    const rhythm = rhythmOf({ pause: [1_000], insideWord: [100] });
    assert.equal(rhythm.restProbability('pause', 0, 300), 1);
    assert.equal(rhythm.restProbability('insideWord', 0, 300), 0);
  });

  it('takes a person for a usual typist until more is known', () => {
    const rhythm = new TypingRhythm(() => 0);
    const atPause = rhythm.restProbability('pause', 0, 250);
    assert.ok(atPause > rhythm.restProbability('insideWord', 0, 250));
  });
});
