import assert from 'node:assert/strict';
import { OnFirstUse } from '../../../../src/editor/wiring/onFirstUse';

/** A thing that counts how often it was made and disposed. */
function counted(fail: () => boolean = () => false) {
  const count = { made: 0, disposed: 0 };
  const part = new OnFirstUse(async () => {
    await Promise.resolve();
    count.made++;
    if (fail()) throw new Error('no such file');
    return { dispose: () => count.disposed++ };
  });
  return { count, part };
}

describe('A part that is made on first use', () => {
  it('is not made before', () => {
    const { count, part } = counted();
    assert.equal(part.ifMade, undefined);
    part.dispose();
    assert.deepEqual(count, { made: 0, disposed: 0 });
  });

  it('is made once, however many want it at the same time', async () => {
    const { count, part } = counted();
    const [one, other] = await Promise.all([part.get(), part.get()]);
    assert.equal(one, other);
    assert.equal(part.ifMade, one);
    assert.equal(count.made, 1);
  });

  it('is tried again at the next use where making it failed', async () => {
    let broken = true;
    const { count, part } = counted(() => broken);
    await assert.rejects(part.get(), /no such file/);
    broken = false;
    await part.get();
    assert.equal(count.made, 2);
  });

  it('is disposed where it was made', async () => {
    const { count, part } = counted();
    await part.get();
    part.dispose();
    assert.equal(count.disposed, 1);
  });

  it('is disposed at once where that comes while it is being made', async () => {
    const { count, part } = counted();
    const wanted = part.get();
    part.dispose();
    await wanted;
    assert.equal(count.disposed, 1);
  });
});
