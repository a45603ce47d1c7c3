import assert from 'node:assert/strict';
import type { CompletionErrorKind } from '../../../../src/completions/completionError';
import type { CompletionRequest } from '../../../../src/completions/completionRequest';
import { chunked, event, STREAM_HEAD, streamed, textEvent } from '../rawServer';
import { useServers } from '../remoteTesting';
import { type Experience, withOfficial, withOurs } from './clients';

const ASKED: CompletionRequest = { prompt: 'let x', model: 'm', max_tokens: 50 };

interface Scenario {
  /** The answer as it goes to the socket; what is not ended stays open until the connection is cut. */
  readonly answer: string | Uint8Array;
  /** Cuts the connection after the answer. */
  readonly cut?: true;
  /** What both clients say, or what ours says where `officially` says how the other one is wrong. */
  readonly text?: string;
  readonly fails?: { readonly status?: number; readonly code?: string; readonly message?: RegExp };
  readonly officially?: (official: Experience) => void;
}

const DONE = 'data: [DONE]\n\n';
const START = textEvent('one ');
const END = textEvent('two', 'stop');
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const time_info = { queue_time: 0.1, prompt_time: 0.2, completion_time: 0.3, total_time: 0.6 };
const head = { id: 'cmpl-1', created: 1, model: 'm', system_fingerprint: 'fp' };

/** The same bytes, one HTTP chunk for each. */
function byteByByte(text: string): Buffer {
  return streamed(...Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte)));
}

function refusal(status: string, body: string, headers = ''): string {
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${length}\r\n\r\n${body}`;
}

/** What is heard of a person's text by a client that is wrong. */
const hears = (text: string) => (official: Experience) => {
  assert.equal(official.failure, undefined);
  assert.equal(official.answer.choices[0]?.text ?? '', text);
};

const STREAMS: Record<string, Scenario> = {
  'in events': { answer: streamed(START, END, DONE), text: 'one two' },
  'without [DONE]': { answer: streamed(START, END), text: 'one two' },
  'byte by byte': { answer: byteByByte(`${textEvent('é😀', 'stop')}${DONE}`), text: 'é😀' },
  'several events in one piece': { answer: streamed(START + END + DONE), text: 'one two' },
  'with CRLF': {
    answer: byteByByte((START + END + DONE).replaceAll('\n', '\r\n')),
    text: 'one two',
  },
  'with CR': {
    answer: byteByByte((START + END + DONE).replaceAll('\n', '\r')),
    text: 'one two',
  },
  'with comments and pings': {
    answer: streamed(': ping\n\n', START, ':\n\n', END, DONE),
    text: 'one two',
  },
  'with ids and retry times of events': {
    answer: streamed(`id: 1\nretry: 50\n${START}`, END, DONE),
    text: 'one two',
  },
  'with an event over several data lines': {
    answer: streamed(
      'data: {"choices":\ndata: [{"index":0,"text":"a","finish_reason":"stop"}]}\n\n',
    ),
    text: 'a',
  },
  'with usage and times in the last chunk': {
    answer: streamed(
      START,
      event({
        ...head,
        choices: [{ index: 0, text: 'two', finish_reason: 'stop' }],
        usage,
        time_info,
      }),
      DONE,
    ),
    text: 'one two',
  },
  'with usage in a chunk of its own': {
    answer: streamed(START, END, event({ ...head, choices: [], usage, time_info }), DONE),
    text: 'one two',
  },
  'with usage in the first chunk': {
    answer: streamed(event({ ...head, choices: [{ index: 0, text: 'one ' }], usage }), END, DONE),
    text: 'one two',
  },
  'with null for everything that can be null': {
    answer: streamed(
      event({
        choices: [{ index: 0, text: 'a', tokens: null, logprobs: null, finish_reason: null }],
        usage: null,
        time_info: null,
      }),
      textEvent('', 'length'),
      DONE,
    ),
    text: 'a',
  },
  'with stray keys': {
    answer: streamed(
      event({
        service_tier: 'x',
        choices: [{ index: 0, text: 'a', delta: {}, finish_reason: 'stop' }],
      }),
      DONE,
    ),
    text: 'a',
  },
  'with a BOM': {
    answer: streamed(`\uFEFF${START}`, END, DONE),
    text: 'one two',
    // Named wrong: it swallows the event after the mark.
    officially: hears('two'),
  },
  'with an empty data line': {
    answer: streamed(START, 'data:\n\n', END, DONE),
    text: 'one two',
    // Named wrong: it takes nothing for broken JSON, and the rest is lost.
    officially: (official) => {
      assert.equal(official.answer.choices[0]?.text, 'one ');
      assert.match(official.failure?.message ?? '', /JSON/);
    },
  },
  'whose last event no blank line ends': {
    answer: streamed(START, END.trimEnd()),
    text: 'one two',
    // Named wrong: it loses that event, and with it the end of the text.
    officially: hears('one '),
  },
  'with named events': {
    answer: streamed(`event: completion\n${START}`, `event: completion\n${END}`, DONE),
    text: 'one two',
    // Named wrong: it hands out another object for them, which is no chunk.
    officially: hears(''),
  },
  'with a special token at the end': {
    answer: streamed(START, textEvent('two<|eot'), textEvent('_id|>'), textEvent('', 'stop'), DONE),
    text: 'one two',
    // Named wrong: it leaves the mark in the text.
    officially: hears('one two<|eot_id|>'),
  },
  'that ends before its end': {
    answer: streamed(START),
    text: 'one ',
    fails: { message: /broke off its answer/ },
    // Named wrong: it takes what came for all of it.
    officially: hears('one '),
  },
  'that is cut': {
    answer: Buffer.concat([
      Buffer.from(`${STREAM_HEAD}Transfer-Encoding: chunked\r\n\r\n`),
      chunked(START),
      chunked(textEvent('two ')),
    ]),
    cut: true,
    text: 'one two ',
    fails: { message: /broke off its answer/ },
    // Named wrong: it hands every event out one event late, so that the latest is lost.
    officially: (official) => {
      assert.equal(official.answer.choices[0]?.text, 'one ');
      assert.match(official.failure?.message ?? '', /Premature close/);
    },
  },
  'with an error in the middle': {
    answer: streamed(
      START,
      event({ error: { message: 'It broke.', code: 'internal', id: 'r-1' }, status_code: 503 }),
    ),
    text: 'one ',
    fails: { status: 503, code: 'internal', message: /It broke\./ },
    // Named wrong: it says neither status nor code nor what happened.
    officially: (official) => {
      assert.equal(official.answer.choices[0]?.text, 'one ');
      assert.deepEqual([official.failure?.status, official.failure?.code], [undefined, undefined]);
    },
  },
  'with an error in an event of that name': {
    answer: streamed(
      START,
      `event: error\n${event({ error: { message: 'It broke.' }, status_code: 500 })}`,
    ),
    text: 'one ',
    fails: { status: 500, message: /It broke\./ },
    // Named wrong: as above.
    officially: (official) => {
      assert.equal(official.failure?.status, undefined);
    },
  },
  'with a flat error in the middle': {
    answer: streamed(
      START,
      event({ message: 'It broke.', type: 'server_error', code: 'internal' }),
    ),
    text: 'one ',
    fails: { code: 'internal', message: /It broke\./ },
    // Named wrong: it hands the error out as a chunk, and reports success.
    officially: hears('one '),
  },
  'with something that is no JSON': {
    answer: streamed(START, 'data: {oops\n\n'),
    text: 'one ',
    fails: { message: /not JSON/ },
    officially: (official) => {
      assert.match(official.failure?.message ?? '', /JSON/);
    },
  },
};

const REFUSALS: Record<string, { status: string; body: string; code?: string; message?: string }> =
  {
    'the flat form': {
      status: '400 Bad Request',
      body: '{"message":"Too hot.","type":"invalid_request_error","param":"temperature","code":"wrong_api_format"}',
      code: 'wrong_api_format',
      message: 'Too hot.',
    },
    'the form with an error inside': {
      status: '401 Unauthorized',
      body: '{"error":{"message":"Wrong key.","code":"wrong_api_key"}}',
      code: 'wrong_api_key',
      message: 'Wrong key.',
    },
    'the form with a detail': {
      status: '422 Unprocessable Entity',
      body: '{"detail":"Field required"}',
      message: 'Field required',
    },
    'plain text': {
      status: '502 Bad Gateway',
      body: 'upstream is gone',
      message: 'upstream is gone',
    },
    'no body': { status: '404 Not Found', body: '' },
    'a page': { status: '503 Service Unavailable', body: '<html>maintenance</html>' },
    'a body that is no JSON object': { status: '500 Internal Server Error', body: '[]' },
  };
/** The official client's class for a status, and our kind. */
const KINDS: Readonly<Record<number, readonly [string, CompletionErrorKind]>> = {
  400: ['BadRequestError', 'invalidRequest'],
  401: ['AuthenticationError', 'authentication'],
  402: ['APIError', 'billing'],
  403: ['PermissionDeniedError', 'permission'],
  404: ['NotFoundError', 'notFound'],
  408: ['APIError', 'server'],
  409: ['ConflictError', 'server'],
  422: ['UnprocessableEntityError', 'invalidRequest'],
  429: ['RateLimitError', 'rateLimit'],
  500: ['InternalServerError', 'server'],
  502: ['InternalServerError', 'server'],
  503: ['InternalServerError', 'server'],
  529: ['InternalServerError', 'server'],
};

for (const status of [
  '402 Payment Required',
  '403 Forbidden',
  '408 Request Timeout',
  '409 Conflict',
  '429 Too Many Requests',
  '500 Internal Server Error',
  '529 Overloaded',
]) {
  const body = `{"message":"No.","code":"no_${status.slice(0, 3)}"}`;
  REFUSALS[`status ${status}`] = { status, body, code: `no_${status.slice(0, 3)}`, message: 'No.' };
}

describe('Our client and the official one read', () => {
  const servers = useServers();

  /** Both clients' experience with a server that gives this answer to everyone. */
  async function both(answer: string | Uint8Array, cut = false) {
    const raw = await servers.raw((socket) => {
      socket.write(answer, () => {
        if (cut) socket.end();
      });
    });
    const ours = await withOurs(raw.url, ASKED);
    const official = await withOfficial(raw.url, { ...ASKED, stream: true });
    return { ours, official };
  }

  for (const [name, scenario] of Object.entries(STREAMS)) {
    const { answer, cut, text, fails, officially } = scenario;
    const verdict = officially ? 'and the official one is wrong' : 'and agree on every field';
    it(`a stream ${name}, ${verdict}`, async () => {
      const { ours, official } = await both(answer, cut);
      assert.equal(ours.answer.choices[0]?.text, text);
      assert.equal(ours.failure !== undefined, fails !== undefined, ours.failure?.message);
      if (fails) {
        assert.equal(ours.failure?.status, fails.status);
        if (fails.code !== undefined) assert.equal(ours.failure?.code, fails.code);
        assert.match(ours.failure?.message ?? '', fails.message ?? /./);
      }
      if (officially) {
        officially(official);
        return;
      }
      assert.equal(official.failure, undefined);
      assert.deepEqual(ours, official);
    });
  }

  for (const [name, { status, body, code, message = '' }] of Object.entries(REFUSALS)) {
    it(`a refusal: ${name}, and agree on status, code, kind, request and message`, async () => {
      const { ours, official } = await both(refusal(status, body, 'x-request-id: r-7\r\n'));
      assert.equal(ours.failure?.status, Number(status.slice(0, 3)));
      assert.equal(ours.failure.status, official.failure?.status);
      assert.equal(ours.failure.code, code);
      assert.equal(official.failure?.code, code);
      assert.equal(ours.failure.requestId, 'r-7');
      assert.equal(official.failure?.requestId, 'r-7');
      const kinds = [official.failure.kind, ours.failure.kind];
      assert.deepEqual(kinds, KINDS[Number(status.slice(0, 3))]);
      assert.ok(ours.failure.message.includes(message));
      assert.ok(official.failure.message.includes(message));
    });
  }

  it('nothing where nobody listens, and agree that it is the network', async () => {
    const raw = await servers.raw(() => undefined);
    await raw.close();
    const ours = await withOurs(raw.url, ASKED);
    const official = await withOfficial(raw.url, { ...ASKED, stream: true });
    assert.deepEqual(
      [official.failure?.kind, ours.failure?.kind],
      ['APIConnectionError', 'network'],
    );
    // Named wrong: it does not say what is wrong with the connection.
    assert.equal(official.failure?.message, 'Connection error.');
    assert.match(ours.failure?.message ?? '', /no server listens there \(ECONNREFUSED\)/);
  });

  it('nothing where the server is silent, and agree that it took too long', async () => {
    const raw = await servers.raw(() => undefined);
    const ours = await withOurs(raw.url, ASKED, { deadlines: { firstByte: 50 } });
    const official = await withOfficial(raw.url, { ...ASKED, stream: true }, { timeout: 50 });
    assert.deepEqual(
      [official.failure?.kind, ours.failure?.kind],
      ['APIConnectionTimeoutError', 'timeout'],
    );
  });

  it('no more where the server stops in the middle, and only ours notices', async () => {
    const raw = await servers.raw((socket) => {
      socket.write(`${STREAM_HEAD}\r\n${START}${textEvent('two ')}`);
    });
    const ours = await withOurs(raw.url, ASKED, { deadlines: { betweenChunks: 50 } });
    assert.deepEqual([ours.failure?.kind, ours.answer.choices[0]?.text], ['timeout', 'one two ']);
    // Named wrong: its timeout ends with the head of the answer, so that this goes on for ever.
    const given = withOfficial(raw.url, { ...ASKED, stream: true }, { timeout: 50 });
    const later = new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await Promise.race([given, later]), undefined);
    await raw.close();
    await given;
  });
});
