import assert from 'node:assert/strict';
import { TypingRhythm } from '../../../src/inline/typingRhythm';

/** The rhythm of someone who presses keys this far apart. */
function rhythmOf(gaps: readonly number[]): TypingRhythm {
  let time = 0;
  const rhythm = new TypingRhythm(() => time);
  rhythm.key();
  for (let round = 0; round < 200 / gaps.length + 1; round++) {
    for (const gap of gaps) {
      time += gap;
      rhythm.key();
    }
  }
  return rhythm;
}

describe('The rhythm of typing', () => {
  it('expects a rest as often as there was one', () => {
    const rhythm = rhythmOf([100, 100, 100, 1_000]);
    assert.equal(rhythm.restProbability(0, 500), 0.25);
    assert.equal(rhythm.restProbability(200, 500), 1);
  });

  it('expects a longer rest the longer it has lasted', () => {
    const rhythm = rhythmOf([80, 120, 160, 240, 480, 2_000]);
    assert.ok(rhythm.restProbability(400, 300) > rhythm.restProbability(0, 300));
  });

  it('believes in a rest that is longer than any before', () => {
    assert.equal(rhythmOf([100]).restProbability(5_000, 300), 1);
  });
});
