import assert from 'node:assert/strict';
import { otherBeginning } from '../../../src/inline/otherBeginning';
import { picture } from '../../support/picture';

const TOKENS = [
  { text: 'a.', logProbability: -0.1, alternatives: [] },
  {
    text: 'push',
    logProbability: -0.5,
    alternatives: [
      { text: 'push', logProbability: -0.5 },
      { text: 'pop', logProbability: -1.2 },
      { text: 'map', logProbability: -3 },
    ],
  },
];

function otherAt(now: string): string | undefined {
  return otherBeginning(picture('x = |'), 'a.push', TOKENS, picture(now))?.text;
}

describe('Another way that the model has thought of', () => {
  it('is the alternative that agrees with what is typed', () => {
    assert.equal(otherAt('x = a.po|'), 'a.pop');
    assert.equal(otherAt('x = a.m|'), 'a.map');
  });

  it('is none where no alternative agrees, or all of it is typed', () => {
    assert.equal(otherAt('x = a.z|'), undefined);
    assert.equal(otherAt('x = a.pop|'), undefined);
    assert.equal(otherAt('y = |'), undefined);
  });
});
