import assert from 'node:assert/strict';
import { RequestYield } from '../../../src/inline/requestYield';
import { picture } from '../../support/picture';

const WORD = picture('const na|');
const SENTENCE = picture('This is the end.|');

/** After `times` answers at the end of a sentence that showed nothing, and as many in words that did. */
function afterAnswers(times: number): RequestYield {
  const yields = new RequestYield();
  for (let each = 0; each < times; each++) {
    yields.answered(SENTENCE, false);
    yields.answered(WORD, true);
  }
  return yields;
}

describe('The yield of requests', () => {
  it('is the same everywhere until something is known', () => {
    assert.equal(new RequestYield().rarity(WORD), 1);
  });

  it('learns where answers rarely show anything', () => {
    assert.ok(afterAnswers(3).rarity(SENTENCE) > 1);
    assert.ok(afterAnswers(20).rarity(SENTENCE) > 2);
    assert.ok(afterAnswers(20).rarity(WORD) < 1);
  });

  it('takes places of a kind together, and those of another not', () => {
    const yields = afterAnswers(20);
    assert.equal(yields.rarity(picture('Another end.|')), yields.rarity(SENTENCE));
    assert.ok(yields.rarity(picture('Another end.| And more.')) < 1.5);
  });

  it('holds it against no place that answers rarely show anything at all', () => {
    const yields = new RequestYield();
    for (let each = 0; each < 200; each++) yields.answered(each % 2 ? WORD : SENTENCE, false);
    assert.ok(yields.rarity(WORD) < 1.5);
  });

  it('forgets what was long ago', () => {
    const yields = afterAnswers(20);
    for (let each = 0; each < 60; each++) yields.answered(SENTENCE, true);
    assert.ok(yields.rarity(SENTENCE) < 1.2);
  });
});
