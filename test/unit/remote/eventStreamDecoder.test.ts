import assert from 'node:assert/strict';
import { EventStreamDecoder, type StreamEvent } from '../../../src/remote/eventStreamDecoder';
import { ANSWER_LIMITS, type AnswerLimits } from '../../../src/remote/answerLimits';
import { seededRandom } from '../../../src/local/random';
import { errorOf } from './remoteTesting';

type Piece = string | Uint8Array;

/** A decoder and what has come of it so far. */
function decoding(limits: Partial<AnswerLimits> = {}) {
  const events: StreamEvent[] = [];
  const decoder = new EventStreamDecoder((event) => events.push(event), {
    ...ANSWER_LIMITS,
    ...limits,
  });
  return {
    decoder,
    events,
    /** The data of the events that `piece` completes. */
    push: (piece: Piece): string[] => {
      const before = events.length;
      decoder.push(Buffer.from(piece));
      return events.slice(before).map(({ data }) => data);
    },
  };
}

/** What comes of `pieces`, written one after the other. */
function decode(...pieces: Piece[]): StreamEvent[] {
  const { decoder, events, push } = decoding();
  pieces.forEach(push);
  decoder.end();
  return events;
}

const dataOf = (...pieces: Piece[]) => decode(...pieces).map(({ data }) => data);

describe('EventStreamDecoder', () => {
  it('gives an event as soon as its blank line is there', () => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const { push } = decoding();
      assert.deepEqual(push(`data: one${lineEnd}`), []);
      assert.deepEqual(push(lineEnd), ['one']);
      assert.deepEqual(push(`data: two${lineEnd}${lineEnd}`), ['two']);
    }
  });

  it('gives a line that is a JSON object, or the end mark, with its own line end', () => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const { push } = decoding();
      assert.deepEqual(push('data: {"a":1}'), []);
      assert.deepEqual(push(lineEnd), ['{"a":1}']);
      assert.deepEqual(push(lineEnd), []);
      assert.deepEqual(push(`data:{"b":2}${lineEnd}`), ['{"b":2}']);
      assert.deepEqual(push(`${lineEnd}data: [DONE]${lineEnd}`), ['[DONE]']);
    }
  });

  it('gives events that no blank line divides one by one', () => {
    assert.deepEqual(dataOf('data: {"a":1}\ndata: {"b":2}\n'), ['{"a":1}', '{"b":2}']);
  });

  it('waits for the blank line where a line is no whole JSON object', () => {
    const { push } = decoding();
    assert.deepEqual(push('data: {"a":{}\n'), []);
    assert.deepEqual(push('data: ,"b":{"c":1}\n'), []);
    assert.deepEqual(push('data: }\n'), []);
    assert.deepEqual(push('\n'), ['{"a":{}\n,"b":{"c":1}\n}']);
    assert.deepEqual(push('data: [\ndata: {"a":1}\ndata: ]\n'), []);
    assert.deepEqual(push('\n'), ['[\n{"a":1}\n]']);
  });

  it('says it again as an error where the type comes after the data', () => {
    const value = { a: 1 };
    assert.deepEqual(decode('data: {"a":1}\nevent: error\n\ndata: {"a":1}\n\n'), [
      { type: undefined, data: '{"a":1}', value },
      { type: 'error', data: '{"a":1}', value },
      { type: undefined, data: '{"a":1}', value },
    ]);
  });

  it('decodes the same wherever the bytes are divided, with every kind of line end', () => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const lines = [': hello', 'data: {"text":"é😀\\n"}', '', 'event: note', 'data: two', ''];
      const bytes = Buffer.from(`\uFEFF${lines.join(lineEnd)}${lineEnd}`);
      const whole = decode(bytes);
      assert.deepEqual(whole, [
        { type: undefined, data: '{"text":"é😀\\n"}', value: { text: 'é😀\n' } },
        { type: 'note', data: 'two', value: undefined },
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
    assert.deepEqual(decode('error: {"code":500}\n\n'), [
      { type: 'error', data: '{"code":500}', value: { code: 500 } },
    ]);
  });

  it('gives an answer that is no event stream whole, at its end', () => {
    const { decoder, events, push } = decoding();
    assert.deepEqual(push(' \n{"a":\n\n'), []);
    assert.deepEqual(push('1}'), []);
    assert.equal(decoder.isWholeText, true);
    decoder.end();
    assert.deepEqual(events, [{ type: undefined, data: '{"a":\n\n1}', value: { a: 1 } }]);
  });

  it('refuses an event that is too long, after those before it', async () => {
    for (const flood of ['x'.repeat(50), 'data: x\n'.repeat(50), 'é'.repeat(15)]) {
      const { push, events } = decoding({ event: 20 });
      const error = await errorOf(() => push(`data: ok\n\ndata: ${flood}`));
      assert.deepEqual(
        events.map(({ data }) => data),
        ['ok'],
      );
      assert.equal(error.kind, 'protocol');
      assert.match(error.message, /longer than 20 bytes/);
    }
  });

  it('refuses one that comes in many pieces, before it is all there', async () => {
    const { push } = decoding({ event: 20 });
    let pieces = 0;
    const error = await errorOf(() => {
      for (; pieces < 100; pieces++) push('data:');
    });
    assert.equal(error.kind, 'protocol');
    assert.equal(pieces, 4);
  });

  it('refuses a whole answer that is too long', async () => {
    const error = await errorOf(() => decoding({ event: 20 }).push(`{${' '.repeat(30)}`));
    assert.equal(error.kind, 'protocol');
  });

  it('refuses a stream that is too long, though each of its events is short', async () => {
    const { push, events } = decoding({ answer: 100 });
    const error = await errorOf(() => {
      for (;;) push('data: {"a":1}\n\n');
    });
    assert.equal(events.length, 7);
    assert.match(error.message, /an answer that is longer than 100 bytes/);
  });

  it('says how long in MiB what is not short', async () => {
    const { push } = decoding({ event: 2 * 1024 * 1024 });
    const error = await errorOf(() => push('x'.repeat(3 * 1024 * 1024)));
    assert.match(error.message, /longer than 2 MiB/);
  });

  it('gives the same for any division of any stream', () => {
    const random = seededRandom(3, 0);
    const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const lines = ['data: {"t":"é😀"}', 'data: [DONE]', 'data: x', 'data:', '', '', ': ping'];
    lines.push('event: error', 'event: note', 'id: 1', 'data: {', 'data: "a": 1}', 'data');
    for (let round = 0; round < 300; round++) {
      const stream = Array.from({ length: 12 }, () => pick(lines) + pick(['\n', '\r\n', '\r']));
      const bytes = Buffer.from(pick(['', '\uFEFF']) + stream.join('') + pick(['', 'data: {}']));
      const pieces: Buffer[] = [];
      for (let start = 0; start < bytes.length;) {
        const end = start + Math.floor(random() * 9);
        pieces.push(bytes.subarray(start, end));
        start = end;
      }
      assert.deepEqual(decode(...pieces), decode(bytes), JSON.stringify(pieces.map(String)));
    }
  });
});
