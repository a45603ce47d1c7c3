import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { decodedBody } from '../../../src/remote/bodyEncoding';
import { BodyOutlet, type BodySink, type IncomingBody } from '../../../src/remote/incomingAnswer';
import { waitUntil } from '../../support/waitUntil';

/** Writes down what it gets. */
class Notes implements BodySink {
  text = '';
  ends = 0;
  failure: Error | undefined;

  take(piece: Uint8Array): void {
    this.text += Buffer.from(piece).toString();
  }

  end(failure?: Error): void {
    this.ends++;
    this.failure = failure;
  }
}

describe('BodyOutlet', () => {
  it('keeps what comes before anyone reads, the end included', () => {
    const outlet = new BodyOutlet();
    outlet.take(Buffer.from('one '));
    outlet.take(Buffer.from('two'));
    outlet.end(new Error('reset'));
    const notes = new Notes();
    outlet.readInto(notes);
    assert.equal(notes.text, 'one two');
    assert.match(String(notes.failure), /reset/);
  });

  it('hands on each piece at once, to the last who reads', () => {
    const outlet = new BodyOutlet();
    const [first, second] = [new Notes(), new Notes()];
    outlet.readInto(first);
    outlet.take(Buffer.from('one'));
    assert.equal(first.text, 'one');
    outlet.readInto(second);
    outlet.take(Buffer.from('two'));
    outlet.end();
    assert.deepEqual([first.text, first.ends], ['one', 0]);
    assert.deepEqual([second.text, second.ends], ['two', 1]);
  });

  it('ends once', () => {
    const outlet = new BodyOutlet();
    const notes = new Notes();
    outlet.readInto(notes);
    outlet.end();
    outlet.end(new Error('late'));
    assert.deepEqual([notes.ends, notes.failure], [1, undefined]);
  });
});

describe('A body that comes encoded', () => {
  /** A body that a test pushes. */
  class Pushed extends BodyOutlet implements IncomingBody {
    readonly calls: string[] = [];
    readonly pause = () => this.calls.push('pause');
    readonly resume = () => this.calls.push('resume');
    readonly destroy = () => this.calls.push('destroy');
  }

  it('is decoded as far as it came when it breaks off', async () => {
    const body = new Pushed();
    const notes = new Notes();
    decodedBody(body, 'gzip')?.readInto(notes);
    body.take(gzipSync('one two three').subarray(0, -8));
    body.end(new Error('reset'));
    await waitUntil('the end', () => notes.ends === 1);
    assert.equal(notes.text, 'one two three');
    assert.match(String(notes.failure), /reset/);
  });

  it('ends the connection when it is broken', async () => {
    const body = new Pushed();
    const notes = new Notes();
    decodedBody(body, 'gzip')?.readInto(notes);
    body.take(Buffer.from('this is no gzip'));
    await waitUntil('the end', () => notes.ends === 1);
    assert.ok(notes.failure);
    assert.deepEqual(body.calls, ['destroy']);
    body.take(Buffer.from('more'));
    body.end();
    assert.equal(notes.ends, 1);
  });

  it('lets the server wait while the reader does', async () => {
    const body = new Pushed();
    const notes = new Notes();
    const decoded = decodedBody(body, 'gzip');
    decoded?.readInto(notes);
    decoded?.pause();
    const large = gzipSync(randomBytes(400_000));
    for (let start = 0; start < large.length; start += 1000) {
      body.take(large.subarray(start, start + 1000));
    }
    await waitUntil('it waits', () => body.calls.includes('pause'));
    assert.equal(body.calls.includes('resume'), false);
    decoded?.resume();
    await waitUntil('it goes on', () => body.calls.includes('resume'));
  });
});
