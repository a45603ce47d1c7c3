import { gzipSync } from 'node:zlib';
import type { Chance } from './chance';
import { type StreamBytes, streamBytes } from './streamBytes';
import type { AnswerEvent, TrueAnswer } from './trueAnswer';

/** The answer of a server with a fault. */
export interface FaultyAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Bytes of the whole HTTP answer that are sent; what happens then is `ending`. */
  readonly sent?: (length: number) => number;
  /** What is done to the bytes of the whole HTTP answer. */
  readonly mangle?: (bytes: Buffer) => Buffer;
  readonly ending?: 'end' | 'destroy' | 'reset' | 'stall';
  /** How many events arrive untouched before the fault. */
  readonly untouched: number;
  /** Whether whatever text comes has to be the beginning of the true one. */
  readonly truthful: boolean;
  /** What has to come of it, unless the caller leaves: undefined is either. */
  readonly outcome?: 'whole' | 'error';
}

type Fault = (chance: Chance, answer: TrueAnswer) => FaultyAnswer;

const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, '', 'x', 'stop', '\uD800', [], {}, [[]], [null], ['a'], [1]],
  ...[{ a: 1 }, { length: 3 }, [{ index: 0 }], 'y'.repeat(2000)],
];

/** Everything that can go wrong with an answer, by name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  none: (chance, { events }) => ({ ...whole(chance, events), truthful: true, outcome: 'whole' }),

  cut: (chance, { events }) => {
    const part = chance.below(10_001) / 10_000;
    return {
      ...whole(chance, events),
      untouched: 0,
      sent: (length) => Math.floor(part * length),
      ending: chance.pick(['end', 'destroy', 'reset']),
      truthful: true,
    };
  },

  stall: (chance, { events }) => {
    const part = chance.below(1000) / 1000;
    const sent = (length: number) => Math.floor(part * length);
    const answer = whole(chance, events);
    return { ...answer, untouched: 0, sent, ending: 'stall', truthful: true };
  },

  garbage: (chance, { events }) =>
    atPlace(chance, streamBytes(chance, events), (before, after) => [
      before,
      chance.bytes(1 + chance.below(20)),
      after,
    ]),

  flippedBytes: (chance, { events }) =>
    atPlace(chance, streamBytes(chance, events), (before, after) => [
      before,
      chance.bytes(Math.min(after.length, 1 + chance.below(5))),
      after.subarray(5),
    ]),

  invalidUtf8: (chance, { events }) =>
    atPlace(chance, streamBytes(chance, events), (before, after) => [
      before,
      Buffer.from(chance.pick([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0x80]])),
      after,
    ]),

  garbageInHttp: (chance, { events }) => {
    const part = chance.below(1000) / 1000;
    const garbage = chance.bytes(1 + chance.below(20));
    return {
      ...whole(chance, events),
      untouched: 0,
      truthful: false,
      ending: 'end',
      mangle: (bytes) => {
        const place = Math.floor(part * bytes.length);
        return Buffer.concat([bytes.subarray(0, place), garbage, bytes.subarray(place)]);
      },
    };
  },

  wrongTypes: (chance, { events }) => {
    const place = chance.below(events.length);
    const changed = events.map((event, index) =>
      index === place ? { ...event, value: withOddPart(chance, event.value) } : event,
    );
    return { ...whole(chance, changed), untouched: place, truthful: false };
  },

  duplicated: (chance, { events }) => {
    const place = chance.below(events.length);
    const doubled = [...events.slice(0, place + 1), ...events.slice(place)];
    return { ...whole(chance, doubled), untouched: place + 1, truthful: false };
  },

  reordered: (chance, { events }) => {
    const place = chance.below(events.length);
    const [before, [late, ...after]] = [events.slice(0, place), events.slice(place)];
    const order = [...before, ...after, ...(late ? [late] : [])];
    return { ...whole(chance, order), untouched: place, truthful: false };
  },

  lostEvent: (chance, { events }) => {
    const place = chance.below(events.length);
    const rest = [...events.slice(0, place), ...events.slice(place + 1)];
    return { ...whole(chance, rest), untouched: place, truthful: false };
  },

  hugeEvent: (chance, { events }) => {
    const place = chance.below(events.length);
    const huge = { value: { choices: [], filling: 'z'.repeat(200_000) }, choice: 0, text: '' };
    const changed = [...events.slice(0, place), huge, ...events.slice(place)];
    return { ...whole(chance, changed), untouched: place, truthful: true, outcome: 'error' };
  },

  errorInStream: (chance, { events }) => {
    // Before the end of the first choice: an error after all have finished changes nothing.
    const place = chance.below(events.findIndex(isLast) + 1);
    const failure = chance.pick<Record<string, unknown>>([
      { error: { message: 'Out of memory, csk-echoed', code: 500 }, status_code: 500 },
      { error: 'broken' },
      { message: 'flat', type: 'server_error', code: 'internal' },
      { detail: [{ loc: ['body', 'prompt'], msg: 'too long' }] },
    ]);
    const added = { value: failure, choice: 0, text: '' };
    const changed = [...events.slice(0, place), added, ...events.slice(place)];
    return { ...whole(chance, changed), untouched: place, truthful: true, outcome: 'error' };
  },

  status: (chance, { events }) => {
    const status = chance.pick([
      ...[201, 202, 204, 205, 206, 226, 299, 300, 304, 400, 401, 402, 403, 404, 405, 408, 409],
      ...[410, 413, 418, 422, 425, 429, 431, 451, 499, 500, 501, 502, 503, 504, 520, 529, 599],
    ]);
    const body = anyBody(chance, events);
    const outcome = status >= 300 ? 'error' : undefined;
    return { status, body, untouched: 0, truthful: false, ...(outcome && { outcome }) };
  },

  redirect: (chance, { events }) => ({
    status: chance.pick([301, 302, 303, 307, 308]),
    headers: chance.pick<Record<string, string>>([
      {},
      { location: '/v1/completions' },
      { location: 'http://127.0.0.1:1/v1/completions?key=hidden' },
      { location: 'http://' },
      { location: '\u00ff%%%' },
    ]),
    body: anyBody(chance, events),
    untouched: 0,
    truthful: true,
    outcome: 'error',
  }),

  encodingLie: (chance, { events }) => {
    const { bytes } = streamBytes(chance, events);
    const claimed = chance.pick(['gzip', 'br', 'deflate', 'zstd', 'x-nonsense', 'gzip, identity']);
    const compressed = chance.happens(0.5);
    const headers = { 'content-encoding': claimed };
    const body = compressed ? gzipSync(bytes) : bytes;
    // Not asked for, but no lie either.
    if (compressed && claimed === 'gzip') {
      return { headers, body, untouched: events.length, truthful: true, outcome: 'whole' };
    }
    return { headers, body, untouched: 0, truthful: false, outcome: 'error' };
  },

  unannouncedEncoding: (chance, { events }) => {
    const { bytes } = streamBytes(chance, events);
    const utf16 = Buffer.from(bytes.toString(), 'utf16le');
    const body = chance.pick([gzipSync(bytes), utf16, Buffer.from(utf16).swap16()]);
    return { body, untouched: 0, truthful: false, outcome: 'error' };
  },

  wrongLength: (chance, { events }) => {
    const { bytes } = streamBytes(chance, events);
    const length = chance.pick([0, bytes.length - 1, bytes.length + 1, 1e9, 3]);
    const headers = { 'content-length': String(length) };
    return { headers, body: bytes, untouched: 0, truthful: true, ending: 'end' };
  },

  bytesAfterTheEnd: (chance, { events }) => ({
    ...whole(chance, events),
    truthful: true,
    mangle: (bytes) => Buffer.concat([bytes, chance.bytes(1 + chance.below(40))]),
    ending: 'end',
  }),

  notStreamed: (chance, { texts }) => {
    const choices = texts.map((text, index) => ({ index, text, finish_reason: 'stop' }));
    const body = Buffer.from(JSON.stringify({ choices }, undefined, chance.pick([0, 2])));
    const headers = { 'content-type': 'application/json' };
    return { headers, body, untouched: 0, truthful: true, outcome: 'whole' };
  },
};

/** Whether the event ends its choice. */
function isLast({ value }: AnswerEvent): boolean {
  const { choices } = value;
  return JSON.stringify(choices).includes('"finish_reason":"');
}

function whole(chance: Chance, events: readonly AnswerEvent[]) {
  return { body: streamBytes(chance, events).bytes, untouched: events.length };
}

/** The stream with something done to it at any byte. */
function atPlace(
  chance: Chance,
  { bytes, ends }: StreamBytes,
  change: (before: Buffer, after: Buffer) => Buffer[],
): FaultyAnswer {
  const place = chance.below(bytes.length + 1);
  const body = Buffer.concat(change(bytes.subarray(0, place), bytes.subarray(place)));
  return { body, untouched: ends.filter((end) => end <= place).length, truthful: false };
}

/** `value` with one of its parts, at any depth, replaced by something else. */
function withOddPart(chance: Chance, value: unknown): Record<string, unknown> {
  const parts = JSON.stringify(value).match(/[,:[]/g)?.length ?? 1;
  let left = chance.below(parts);
  const odd = chance.pick(ODD);
  const text = JSON.stringify(value, (_, part: unknown) => (left-- === 0 ? odd : part));
  const changed: unknown = JSON.parse(text);
  return typeof changed === 'object' ? { ...changed } : { choices: changed };
}

function anyBody(chance: Chance, events: readonly AnswerEvent[]): Buffer {
  return chance.pick([
    streamBytes(chance, events).bytes,
    chance.bytes(chance.below(300)),
    Buffer.alloc(0),
    Buffer.from('<html><h1>Bad gateway</h1></html>'),
    Buffer.from('{"message":"no","type":"t","param":null,"code":"wrong_api_key"}'),
    Buffer.from('{"error":{"message":"no","code":7}}'),
    Buffer.from('{"detail":"no"}'),
    Buffer.from('{"error":[1,2],"detail":{"a":[]}}'),
    Buffer.from('null'),
    Buffer.from('x'.repeat(300_000)),
  ]);
}
