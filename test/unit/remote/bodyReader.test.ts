import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { BodyReader } from '../../../src/remote/bodyReader';

/** A body that gives what is pushed to it, as fast as it is read. */
function body(): Readable {
  return new Readable({ read: () => undefined });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('BodyReader', () => {
  it('gives each piece to the one who waits for it, and the end', async () => {
    const source = body();
    const reader = new BodyReader(source);
    const first = reader.next();
    source.push('one');
    assert.equal(String(await first), 'one');
    const second = reader.next();
    source.push('two');
    source.push(null);
    assert.equal(String(await second), 'two');
    assert.equal(await reader.next(), undefined);
    assert.equal(await reader.next(), undefined);
  });

  it('keeps what comes while nobody waits, and gives it before a failure', async () => {
    const source = body();
    const reader = new BodyReader(source);
    source.push('one');
    source.push('two');
    await turn();
    source.destroy(new Error('reset'));
    await turn();
    assert.equal(String(reader.take()), 'one');
    assert.equal(String(await reader.next()), 'two');
    assert.equal(reader.take(), undefined);
    await assert.rejects(reader.next(), /reset/);
  });

  it('fails where the body is closed before its end', async () => {
    const source = body();
    const next = new BodyReader(source).next();
    source.destroy();
    await assert.rejects(next, /closed before its end/);
  });

  it('lets the source wait while the consumer is far behind', async () => {
    const source = body();
    const reader = new BodyReader(source);
    for (let count = 0; count < 5; count++) source.push(Buffer.alloc(100_000));
    await turn();
    assert.equal(source.isPaused(), true);
    let length = 0;
    while (length < 500_000) length += (await reader.next())?.length ?? 0;
    assert.equal(length, 500_000);
    assert.equal(source.isPaused(), false);
  });

  it('passes over what comes after its release', async () => {
    const source = body();
    const reader = new BodyReader(source);
    reader.release();
    source.push('late');
    await turn();
    assert.equal(reader.take(), undefined);
  });
});
