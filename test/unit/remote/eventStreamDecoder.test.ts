import assert from 'node:assert/strict';
import { EventStreamDecoder, type StreamEvent } from '../../../src/remote/eventStreamDecoder';
import { errorOf } from './remoteTesting';

/** What comes of `pieces`, written one after the other. */
function decode(...pieces: (string | Uint8Array)[]): StreamEvent[] {
  const decoder = new EventStreamDecoder();
  const events = pieces.flatMap((piece) => [...decoder.push(Buffer.from(piece))]);
  return [...events, ...decoder.end()];
}

const dataOf = (...pieces: (string | Uint8Array)[]) => decode(...pieces).map(({ data }) => data);

describe('EventStreamDecoder', () => {
  it('gives an event as soon as its blank line is there', () => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const decoder = new EventStreamDecoder();
      const push = (text: string) => [...decoder.push(Buffer.from(text))].map(({ data }) => data);
      assert.deepEqual(push(`data: one${lineEnd}`), []);
      assert.deepEqual(push(lineEnd), ['one']);
      assert.deepEqual(push(`data: two${lineEnd}${lineEnd}`), ['two']);
    }
  });

  it('decodes the same wherever the bytes are divided, with every kind of line end', () => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const lines = [': hello', 'data: {"text":"é😀\\n"}', '', 'event: note', 'data: two', ''];
      const bytes = Buffer.from(`\uFEFF${lines.join(lineEnd)}${lineEnd}`);
      const whole = decode(bytes);
      assert.deepEqual(whole, [
        { type: undefined, data: '{"text":"é😀\\n"}' },
        { type: 'note', data: 'two' },
      ]);
      for (let cut = 0; cut <= bytes.length; cut++) {
        assert.deepEqual(decode(bytes.subarray(0, cut), bytes.subarray(cut)), whole);
      }
      assert.deepEqual(decode(...Array.from(bytes, (byte) => Uint8Array.of(byte))), whole);
    }
  });

  it('gives every event of one piece', () => {
    assert.deepEqual(dataOf('data: 1\n\ndata: 2\n\ndata: 3\n\n'), ['1', '2', '3']);
  });

  it('passes over comments, pings and fields it does not know', () => {
    assert.deepEqual(dataOf(': ping\n\n:\n\nid: 1\nretry: 5\nfoo: bar\ndata: x\n\n'), ['x']);
  });

  it('joins the lines of one event', () => {
    assert.deepEqual(dataOf('data: {\ndata: }\n\n'), ['{\n}']);
  });

  it('gives an event without data as empty', () => {
    assert.deepEqual(dataOf('data:\n\ndata: \n\n'), ['', '']);
  });

  it('gives the last event though nothing ended it', () => {
    assert.deepEqual(dataOf('data: 1\n\ndata: 2'), ['1', '2']);
    assert.deepEqual(dataOf('data: 1\n\ndata: 2\n'), ['1', '2']);
  });

  it('takes the error field of older llama.cpp servers for an error', () => {
    assert.deepEqual(decode('error: {"code":500}\n\n'), [{ type: 'error', data: '{"code":500}' }]);
  });

  it('gives an answer that is no event stream whole, at its end', () => {
    const decoder = new EventStreamDecoder();
    assert.deepEqual([...decoder.push(Buffer.from(' \n{"a":\n\n'))], []);
    assert.deepEqual([...decoder.push(Buffer.from('1}'))], []);
    assert.equal(decoder.isWholeText, true);
    assert.deepEqual([...decoder.end()], [{ type: undefined, data: '{"a":\n\n1}' }]);
  });

  it('refuses an event that is too long, after those before it', async () => {
    for (const flood of ['x'.repeat(50), 'data: x\n'.repeat(50)]) {
      const decoder = new EventStreamDecoder(20);
      const seen: string[] = [];
      const error = await errorOf(() => {
        for (const { data } of decoder.push(Buffer.from(`data: ok\n\ndata: ${flood}`))) {
          seen.push(data);
        }
      });
      assert.deepEqual(seen, ['ok']);
      assert.equal(error.kind, 'protocol');
    }
  });

  it('refuses a whole answer that is too long', async () => {
    const decoder = new EventStreamDecoder(20);
    const error = await errorOf(() => [...decoder.push(Buffer.from(`{${' '.repeat(30)}`))]);
    assert.equal(error.kind, 'protocol');
  });
});
