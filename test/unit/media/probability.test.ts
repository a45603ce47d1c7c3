import assert from 'node:assert/strict';
import { percent, SCALE, step, visible } from '../../../media/probability';

describe('Probabilities in the inspector', () => {
  it('have one step of the scale each, the surest first', () => {
    assert.deepEqual(
      [0.99, 0.8, 0.6, 0.3, 0.1, 0.01].map((p) => step(Math.log(p))),
      [0, 1, 2, 3, 4, 5],
    );
    assert.equal(step(-Infinity), SCALE.length - 1);
  });

  it('do not mark a token whose probability is not known', () => {
    assert.equal(step(null), 0);
  });

  it('are written in per cent', () => {
    assert.equal(percent(0), '100 %');
    assert.equal(percent(Math.log(0.873)), '87 %');
    assert.equal(percent(Math.log(0.0004)), '0.04 %');
  });

  it('go with visible white space', () => {
    assert.equal(visible('a b\n\tc'), 'a·b↵→c');
  });
});
