import assert from 'node:assert/strict';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { CompletionsServer } from '../../support/completionsServer';
import { waitUntil } from '../../support/waitUntil';
import { complete, outcomeOf, REQUEST, useServers } from './remoteTesting';
import { event, STREAM_HEAD, streamed, textEvent } from './rawServer';

const { signal: never } = new AbortController();
const LONG = { ...REQUEST, prompt: 'const value = 1;\n'.repeat(200) };

describe('A request of RemoteBackend', () => {
  const servers = useServers();
  let server: CompletionsServer;
  beforeEach(async () => {
    server = await servers.completions({ reply: 'text' });
  });

  it('is compressed where that saves something and the server takes it', async () => {
    const { completion } = await complete(server.url, LONG);
    assert.equal(completion.text, 'text');
    assert.equal(server.requests[0]?.headers['content-encoding'], 'gzip');
    assert.equal(server.requests[0].body['prompt'], LONG.prompt);
    assert.ok(Number(server.requests[0].headers['content-length']) < 300);
  });

  it('is plain where it is small, or the server is not known to take anything else', async () => {
    await complete(server.url, REQUEST);
    await complete(server.url, LONG, { dialect: 'vllm' });
    for (const { headers } of server.requests) {
      assert.equal(headers['content-encoding'], undefined);
    }
  });

  /** The encodings of the requests to a server that has no use for compressed ones. */
  async function encodingsAt(status: number, always: boolean): Promise<(string | undefined)[]> {
    const encodings: (string | undefined)[] = [];
    const raw = await servers.raw((socket, { head }) => {
      const [, encoding] = /content-encoding: (\w+)/i.exec(head) ?? [];
      encodings.push(encoding);
      const refused = always || encoding !== undefined;
      const body = 'There was an error parsing the body';
      const refusal = `HTTP/1.1 ${status} No\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      socket.write(refused ? refusal : streamed(textEvent('a', 'stop')));
    });
    const backend = servers.backend(raw.url);
    for (let count = 1; count <= 2; count++) {
      const { completion, error } = await outcomeOf(backend.complete(LONG, never));
      assert.equal(error?.status, always ? status : undefined);
      assert.equal(completion.text, always ? '' : 'a');
    }
    return encodings;
  }

  it('is sent again plainly, and so are those after it, where the server did not take it', async () => {
    assert.deepEqual(await encodingsAt(415, false), ['gzip', undefined, undefined]);
    assert.deepEqual(await encodingsAt(400, false), ['gzip', undefined, undefined]);
  });

  it('stays compressed where the server did not refuse it for that', async () => {
    assert.deepEqual(await encodingsAt(400, true), ['gzip', undefined, 'gzip']);
    assert.deepEqual(await encodingsAt(500, true), ['gzip', 'gzip']);
  });

  it('has the headers that the person has set', async () => {
    await complete(server.url, REQUEST, { headers: { 'X-Team': 'ink', 'User-Agent': 'mine' } });
    const headers = server.requests[0]?.headers;
    assert.equal(headers?.['x-team'], 'ink');
    assert.equal(headers['user-agent'], 'mine');
    assert.equal(headers['accept-encoding'], 'identity');
  });

  it('is not sent with headers that cannot be set, and says which, not what is in them', async () => {
    const wrong: [string, string, RegExp][] = [
      ['Authorization', 'Bearer other-secret', /cannot be set/],
      ['Content-Length', '1 other-secret', /cannot be set/],
      ['X Team', 'other-secret', /a name that no header can have/],
      ['X-Team', 'other-secret\r\nX-Other: 1', /characters in it/],
    ];
    for (const [name, value, problem] of wrong) {
      const { error } = await complete(server.url, REQUEST, { headers: { [name]: value } });
      assert.equal(error?.kind, 'invalidRequest');
      assert.match(error.message, problem);
      assert.ok(error.message.includes(name));
      assert.doesNotMatch(error.message, /other-secret/);
    }
    assert.equal(server.requests.length, 0);
  });

  it('follows one redirect that leaves it as it is, within the same origin', async () => {
    for (const status of [307, 308]) {
      const raw = await servers.raw((socket, { head }) => {
        const there = head.startsWith('POST /there/v1/completions?a=b ');
        const location = `HTTP/1.1 ${status} Over there\r\nLocation: /there/v1/completions?a=b\r\n`;
        socket.write(
          there ? streamed(textEvent('a', 'stop')) : `${location}Content-Length: 0\r\n\r\n`,
        );
      });
      const apiKey = () => Promise.resolve('key');
      const { completion, error } = await complete(raw.url, REQUEST, { apiKey });
      assert.equal(error, undefined);
      assert.equal(completion.text, 'a');
      assert.equal(raw.requests[1]?.body, raw.requests[0]?.body);
      assert.match(raw.requests[1]?.head ?? '', /authorization: Bearer key/i);
    }
  });

  it('follows no second one, and none that would change the method', async () => {
    for (const [status, requests] of [
      [307, 2],
      [302, 1],
    ] as const) {
      const raw = await servers.raw((socket) =>
        socket.write(`HTTP/1.1 ${status} x\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n`),
      );
      const { error } = await complete(raw.url);
      assert.equal(error?.kind, 'protocol');
      assert.equal(raw.requests.length, requests);
    }
  });

  const tooLong = {
    message: 'Current length is 2000 while limit is 1100',
    code: 'context_length_exceeded',
  };
  const refusal = JSON.stringify(tooLong);
  const refusals = {
    'its status says so': `HTTP/1.1 400 No\r\nContent-Length: ${refusal.length}\r\n\r\n${refusal}`,
    'the first event of its stream says so': streamed(event({ error: tooLong, status_code: 400 })),
    'an event of type error says so': streamed(`event: error\ndata: ${refusal}\n\n`),
  };
  for (const [how, refused] of Object.entries(refusals)) {
    it(`is sent again with less context where the prompt was too long: ${how}`, async () => {
      const raw = await servers.raw((socket, { number }) =>
        socket.write(number === 1 ? refused : streamed(textEvent('a', 'stop'))),
      );
      const prompt = Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join('');
      const backend = servers.backend(raw.url);
      const { completion, error } = await outcomeOf(
        backend.complete({ ...REQUEST, prompt }, never),
      );
      assert.equal(error, undefined);
      assert.equal(completion.text, 'a');
      const second = JSON.parse(raw.requests[1]?.body ?? '{}') as { prompt: string };
      assert.ok(prompt.endsWith(second.prompt));
      assert.match(second.prompt, /^line 5\d\n/);
      assert.equal((await backend.capabilities('test-model')).contextLength, 1100);
    });
  }

  it('is not sent again once some of the answer has come', async () => {
    const raw = await servers.raw((socket) =>
      socket.write(streamed(textEvent('a'), event({ error: tooLong }))),
    );
    const { completion, error } = await complete(raw.url, LONG);
    assert.equal(completion.text, 'a');
    assert.equal(error?.kind, 'contextLength');
    assert.equal(raw.requests.length, 1);
  });

  it('is shortened once only, wherever the server refuses it', async () => {
    const raw = await servers.raw((socket) => socket.write(streamed(event({ error: tooLong }))));
    const { error } = await complete(raw.url, LONG);
    assert.equal(error?.kind, 'contextLength');
    assert.equal(raw.requests.length, 2);
  });

  it('goes without a field that the first event of a stream refuses', async () => {
    const unknown = { message: "property 'user' is unsupported", code: 'wrong_api_format' };
    const raw = await servers.raw((socket, { body }) =>
      socket.write(
        streamed(body.includes('"user"') ? event({ error: unknown }) : textEvent('a', 'stop')),
      ),
    );
    const { completion, error } = await complete(raw.url, { ...REQUEST, user: 'me' });
    assert.equal(error, undefined);
    assert.equal(completion.text, 'a');
  });

  it('tells how long the context of the model is, once the server has said it', async () => {
    const message = 'Current length is 9000 while limit is 8192';
    const failure = { status: 400, body: { message, code: 'context_length_exceeded' } };
    server.options = { reply: '', failure };
    const backend = servers.backend(server.url);
    assert.equal((await backend.capabilities('test-model')).contextLength, undefined);
    await outcomeOf(backend.complete(LONG, new AbortController().signal));
    assert.equal((await backend.capabilities('test-model')).contextLength, 8192);
    assert.equal((await backend.capabilities('another')).contextLength, undefined);
  });

  it('knows the context of a model from the list of the session before', async () => {
    const models = [{ id: 'test-model', contextLength: 4096 }];
    const modelStorage = { load: () => ({ owner: '', models }), save: () => undefined };
    const backend = servers.backend(server.url, { modelStorage });
    assert.equal((await backend.capabilities('test-model')).contextLength, 4096);
  });

  it('is shortened once only', async () => {
    const failure = { status: 400, body: { message: 'Too long', code: 'context_length_exceeded' } };
    server.options = { reply: '', failure };
    const { error } = await complete(server.url, LONG);
    assert.equal(error?.kind, 'contextLength');
    assert.equal(server.requests.length, 2);
    assert.equal((server.requests[1]?.body['prompt'] as string).length, LONG.prompt.length / 2);
  });
});

describe('An answer to RemoteBackend', () => {
  const servers = useServers();

  it('is decoded though no encoding was asked for', async () => {
    const body = `${textEvent('é 😀')}${textEvent('', 'stop')}data: [DONE]\n\n`;
    const encoders = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
    for (const [encoding, encode] of Object.entries(encoders)) {
      const headers = { 'content-encoding': encoding };
      const bytes = encode(body);
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n`;
      const raw = await servers.raw((socket) =>
        socket.write(
          Buffer.concat([
            Buffer.from(`${head}Content-Encoding: ${headers['content-encoding']}\r\n\r\n`),
            bytes,
          ]),
        ),
      );
      const { completion, error } = await complete(raw.url);
      assert.equal(error, undefined);
      assert.equal(completion.text, 'é 😀', encoding);
    }
  });

  it('is decoded where it is a refusal, too', async () => {
    const body = gzipSync(JSON.stringify({ message: 'No such thing' }));
    const head = `HTTP/1.1 422 x\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`;
    const raw = await servers.raw((socket) =>
      socket.write(Buffer.concat([Buffer.from(head), body])),
    );
    const { error } = await complete(raw.url);
    assert.match(error?.message ?? '', /No such thing/);
  });

  it('is said to be broken where it is not what its encoding says', async () => {
    const failure = { status: 200, body: 'not gzip', headers: { 'content-encoding': 'gzip' } };
    const server = await servers.completions({ reply: '', failure });
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'truncated');
    assert.equal(error.code, 'Z_DATA_ERROR');
  });

  const headers = {
    'x-ratelimit-limit-requests-minute': '5',
    'x-ratelimit-remaining-requests-minute': '0',
    'x-ratelimit-reset-requests-minute': '30',
  };

  it('tells how freely the model may be asked', async () => {
    const failure = { status: 429, body: { message: 'x' }, headers };
    const server = await servers.completions({ reply: '', failure });
    const backend = servers.backend(server.url);
    assert.deepEqual(await backend.allowance('test-model'), { wait: 0, requests: Infinity });
    await outcomeOf(backend.complete(REQUEST, never));
    const { wait, requests, limits } = await backend.allowance('test-model');
    assert.ok(wait > 25_000 && wait <= 30_000, String(wait));
    assert.equal(requests, 0);
    assert.equal(limits?.[0]?.limit, 5);
    assert.deepEqual(await backend.allowance('other'), { wait: 0, requests: Infinity });
  });

  const refused = event({ error: { message: 'Later', code: 'queue_exceeded' }, status_code: 429 });
  const told = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);

  const places = { 'the first event of a stream': '', 'a stream in the middle': 'a' };
  for (const [where, text] of Object.entries(places)) {
    it(`holds automatic requests back where ${where} refuses`, async () => {
      const begun = text === '' ? '' : textEvent(text);
      const raw = await servers.raw((socket) => socket.write(streamed(begun + refused)));
      const backend = servers.backend(raw.url);
      const { completion, error } = await outcomeOf(backend.complete(REQUEST, never));
      assert.equal(error?.kind, 'rateLimit');
      assert.equal(completion.text, text);
      const { wait, requests } = await backend.allowance('test-model');
      assert.equal(requests, 0);
      assert.ok(wait > 9_000 && wait <= 10_000, String(wait));
    });
  }

  it('holds them back longer each time, as a refusal by the status does', async () => {
    const raw = await servers.raw((socket) => socket.write(streamed(refused)));
    const backend = servers.backend(raw.url);
    for (let count = 1; count <= 2; count++) await outcomeOf(backend.complete(REQUEST, never));
    const { wait } = await backend.allowance('test-model');
    assert.ok(wait > 19_000 && wait <= 20_000, String(wait));
  });

  it('says when to come again where a stream refuses and its head told of the limit', async () => {
    const raw = await servers.raw((socket) =>
      socket.end(`${STREAM_HEAD}${told.join('')}\r\n${refused}`),
    );
    const backend = servers.backend(raw.url);
    const { error } = await outcomeOf(backend.complete(REQUEST, never));
    assert.equal(error?.retryAfter, 30_000);
    assert.match(error.remedy, /in 30 s/);
    const { wait } = await backend.allowance('test-model');
    assert.ok(wait > 25_000 && wait <= 30_000, String(wait));
  });

  it('tells of its limits with its head, though nobody waits for the rest', async () => {
    const raw = await servers.raw((socket) => socket.write(`${STREAM_HEAD}${told.join('')}\r\n`));
    const backend = servers.backend(raw.url);
    const leaving = new AbortController();
    const answer = outcomeOf(backend.complete(REQUEST, leaving.signal));
    const isTold = async () => (await backend.allowance('test-model')).limits !== undefined;
    while (!(await isTold())) await new Promise((resolve) => setTimeout(resolve, 5));
    leaving.abort();
    await answer;
    assert.equal((await backend.allowance('test-model')).limits?.[0]?.remaining, 0);
  });
});

describe('Warming up', () => {
  const servers = useServers();

  it('makes the connection that the completion then uses, without the key', async () => {
    const server = await servers.completions({ reply: 'text' });
    const backend = servers.backend(server.url, { apiKey: () => Promise.resolve('key') });
    backend.warmUp();
    const [warming] = await waitUntil(
      'the server is asked',
      () => server.otherRequests.length > 0 && server.otherRequests,
    );
    assert.equal(warming?.path, '/v1/tcp_warming');
    assert.equal(warming.headers.authorization, undefined);
    await warming.closedEarly;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await outcomeOf(backend.complete(REQUEST, never));
    assert.equal(server.requests[0]?.connection, warming.connection);
  });

  it('is not done where a connection is there, nor again at once', async () => {
    const server = await servers.completions({ reply: 'text' });
    const backend = servers.backend(server.url);
    await outcomeOf(backend.complete(REQUEST, never));
    // The end of an answer comes a little after its last event; only then is its connection free.
    await new Promise((resolve) => setTimeout(resolve, 150));
    await backend.allowance('test-model');
    const cold = servers.backend(server.url);
    cold.warmUp();
    cold.warmUp();
    await waitUntil('the server is asked', () => server.otherRequests.length > 0);
    await outcomeOf(cold.complete(REQUEST, never));
    assert.equal(server.otherRequests.length, 1);
  });

  it('is done when someone asks for the allowance and the connection is gone', async () => {
    const server = await servers.completions({ reply: 'text' });
    await servers.backend(server.url).allowance('test-model');
    await waitUntil('the server is asked', () => server.otherRequests.length === 1);
  });

  it('is done when the last connection was closed by an abort', async () => {
    const server = await servers.completions({ reply: 'one two', tokenInterval: 3_600_000 });
    const backend = servers.backend(server.url);
    for await (const { choices } of backend.complete(REQUEST, never)) {
      if (choices[0]?.text === 'one') break;
    }
    assert.equal(await server.requests[0]?.closedEarly, true);
    await backend.allowance('test-model');
    await waitUntil('the server is asked', () => server.otherRequests.length === 1);
  });

  it('fails silently, and sends nothing to servers that have no path for it', async () => {
    const server = await servers.completions({ reply: 'text' });
    servers.backend(server.url, { dialect: 'vllm' }).warmUp();
    servers.backend('ftp://nowhere').warmUp();
    const raw = await servers.raw((socket) => {
      socket.destroy();
    });
    servers.backend(raw.url).warmUp();
    await waitUntil('the other server is asked', () => raw.requests.length === 1);
    assert.equal(server.otherRequests.length, 0);
  });

  it('leaves no connection behind', async () => {
    const mute = await servers.raw(() => undefined);
    const backend = servers.backend(mute.url);
    backend.warmUp();
    await waitUntil('the server is asked', () => mute.requests.length === 1);
    backend.dispose();
    await waitUntil('the connection is closed', () => mute.openConnections === 0, 1_000);
  });
});
