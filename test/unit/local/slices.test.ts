import assert from 'node:assert/strict';
import { Slices } from '../../../src/local/slices';

/** Steps of a millisecond each. */
function* work(steps: number): Generator<void, string> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    yield;
  }
  return 'done';
}

describe('Slices', () => {
  it('let others have their turn during long work', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    assert.equal(await new Slices(() => false).run(work(100)), 'done');
    clearInterval(timer);
    assert.ok(turns >= 3, `${turns} turns`);
  });

  it('wait while a request is being answered, but not for ever', async () => {
    let asked = 0;
    const busyAtFirst = new Slices(() => asked++ < 30);
    assert.equal(await busyAtFirst.run(work(20)), 'done');
    assert.ok(asked > 20, `asked ${asked} times`);
    assert.equal(await new Slices(() => true).run(work(3)), 'done');
  });
});
