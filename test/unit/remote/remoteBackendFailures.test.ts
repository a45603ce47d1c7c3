import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { CompletionsServer } from '../../support/completionsServer';
import { complete, outcomeOf, REQUEST, useServers } from './remoteTesting';
import { chunked, STREAM_HEAD, streamed, textEvent } from './rawServer';

describe('RemoteBackend, when the server refuses,', () => {
  const servers = useServers();
  let server: CompletionsServer;
  beforeEach(async () => {
    server = await servers.completions({ reply: 'text' });
  });

  it('says that the key is wrong, with the request id, and never shows the key', async () => {
    server.options = { reply: 'text', apiKey: 'right' };
    const apiKey = () => Promise.resolve('csk-very-secret');
    const { chunks, error } = await complete(server.url, REQUEST, { apiKey });
    assert.deepEqual(chunks, []);
    assert.equal(error?.kind, 'authentication');
    assert.equal(error.status, 401);
    assert.equal(error.code, 'wrong_api_key');
    assert.equal(error.requestId, 'req-1');
    assert.doesNotMatch(inspect(error, { showHidden: true, depth: 9 }), /csk-very-secret/);
  });

  it('names the model that the server does not have', async () => {
    server.options = { reply: 'text', models: ['other'] };
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'notFound');
    assert.match(error.message, /test-model/);
  });

  it('says how long to wait, and sends no second request by itself', async () => {
    const headers = { 'retry-after': '3' };
    const body = { message: 'Slow down', code: 'request_quota_exceeded' };
    server.options = { reply: 'text', failure: { status: 429, body, headers } };
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'rateLimit');
    assert.equal(error.retryAfter, 3000);
    assert.equal(error.retryable, true);
    assert.equal(server.requests.length, 1);
  });

  it('works again with the next request', async () => {
    const backend = servers.backend(server.url);
    server.options = { reply: 'text', failure: { status: 500 } };
    const { signal } = new AbortController();
    const failed = await outcomeOf(backend.complete(REQUEST, signal));
    assert.equal(failed.error?.kind, 'server');
    server.options = { reply: 'text' };
    const { completion } = await outcomeOf(backend.complete(REQUEST, signal));
    assert.equal(completion.text, 'text');
  });

  it('follows no redirect, so that the key goes nowhere else', async () => {
    const elsewhere = await servers.completions({ reply: 'text' });
    const headers = { location: `${elsewhere.url}/v1/completions?token=hidden` };
    server.options = { reply: 'text', failure: { status: 307, headers } };
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'protocol');
    assert.match(error.message, new RegExp(`redirects to ${elsewhere.url}/v1/completions,`));
    assert.doesNotMatch(error.message, /hidden/);
    assert.equal(elsewhere.requests.length, 0);
  });

  it('says so when the address answers with a web page', async () => {
    const page = '<!doctype html><title>Welcome</title>';
    server.options = { reply: 'text', failure: { status: 200, body: page } };
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'protocol');
    assert.match(error.message, /web page/);
  });

  it('says so when the answer is encoded in a way that nobody knows', async () => {
    const headers = { 'content-encoding': 'zstd' };
    server.options = { reply: 'text', failure: { status: 200, body: 'x', headers } };
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'protocol');
    assert.match(error.message, /encoded \(zstd\)/);
  });
});

describe('RemoteBackend, when the answer breaks off,', () => {
  const servers = useServers();

  /** What comes of an answer with these bytes, after which the server closes the connection. */
  async function answeredBy(...bytes: (string | Uint8Array)[]) {
    const raw = await servers.raw((socket) =>
      socket.end(Buffer.concat(bytes.map((piece) => Buffer.from(piece)))),
    );
    return complete(raw.url);
  }

  it('keeps what came and says that it is not all: connection cut', async () => {
    const server = await servers.completions({
      reply: 'one two three',
      failure: { cutAfterTokens: 2 },
    });
    const { completion, error } = await complete(server.url);
    assert.equal(completion.text, 'one two');
    assert.equal(error?.kind, 'truncated');
    assert.equal(error.retryable, true);
  });

  it('keeps what came and says that it is not all: end without a reason', async () => {
    const server = await servers.completions({
      reply: 'one two three',
      failure: { endAfterTokens: 2 },
    });
    const { completion, error } = await complete(server.url);
    assert.equal(completion.text, 'one two');
    assert.equal(error?.kind, 'truncated');
  });

  it('keeps text that was held back as a possible special token', async () => {
    const { completion, error } = await answeredBy(streamed(textEvent('if (a '), textEvent('<')));
    assert.equal(completion.text, 'if (a <');
    assert.equal(error?.kind, 'truncated');
  });

  it('keeps such text whichever way it breaks off', async () => {
    const head = `${STREAM_HEAD}Transfer-Encoding: chunked\r\n\r\n`;
    const cut = await answeredBy(head, chunked(textEvent('if (a <')));
    assert.equal(cut.completion.text, 'if (a <');
    assert.equal(cut.error?.kind, 'truncated');
    const failed = await answeredBy(streamed(textEvent('if (a <'), 'data: {"error":"x"}\n\n'));
    assert.equal(failed.completion.text, 'if (a <');
    assert.equal(failed.error?.kind, 'server');
  });

  it('is not whole when one of several choices has not finished', async () => {
    const raw = await servers.raw((socket) => socket.write(streamed(textEvent('a', 'stop'))));
    const { completion, error } = await complete(raw.url, { ...REQUEST, n: 2 });
    assert.equal(completion.text, 'a');
    assert.equal(error?.kind, 'truncated');
  });

  it('is whole when all that is missing is the end of the stream', async () => {
    const head = `${STREAM_HEAD}Transfer-Encoding: chunked\r\n\r\n`;
    const { completion, error } = await answeredBy(head, chunked(textEvent('a', 'stop')));
    assert.equal(completion.text, 'a');
    assert.equal(error, undefined);
  });

  it('takes an unfinished last event for truncation, a finished one for text', async () => {
    const cut = await answeredBy(streamed(textEvent('a'), 'data: {"choices":[{"te'));
    assert.equal(cut.completion.text, 'a');
    assert.equal(cut.error?.kind, 'truncated');
    const unended = await answeredBy(streamed(textEvent('a'), textEvent('b', 'stop').trimEnd()));
    assert.equal(unended.completion.text, 'ab');
    assert.equal(unended.error, undefined);
  });

  it('at every byte: either everything is there, or an error after what came', async () => {
    const whole = streamed(textEvent('é'), textEvent('😀 ok'), textEvent('', 'stop'));
    // Each request says with its seed how much of the answer it gets.
    const raw = await servers.raw((socket, { body }) => {
      const { seed } = JSON.parse(body) as { seed: number };
      socket.end(whole.subarray(0, seed));
    });
    const backend = servers.backend(raw.url);
    const { signal } = new AbortController();
    const lengths = Array.from(whole, (_, index) => index + 1);
    const outcomes = await Promise.all(
      lengths.map((seed) => outcomeOf(backend.complete({ ...REQUEST, seed }, signal))),
    );
    for (const [index, { completion, error }] of outcomes.entries()) {
      const { text, choices } = completion;
      assert.ok('é😀 ok'.startsWith(text), text);
      assert.equal(error === undefined, choices[0]?.finishReason === 'stop', `byte ${index + 1}`);
      if (error) assert.ok(['truncated', 'network'].includes(error.kind), error.kind);
    }
    assert.equal(outcomes.at(-1)?.completion.text, 'é😀 ok');
    assert.equal(raw.requests.length, whole.length);
  }).timeout(30_000);
});

describe('RemoteBackend, when the stream holds something else than text,', () => {
  const servers = useServers();

  /** What comes of an answer with these bytes, after which the server closes the connection. */
  async function answeredBy(...bytes: (string | Uint8Array)[]) {
    const raw = await servers.raw((socket) =>
      socket.end(Buffer.concat(bytes.map((piece) => Buffer.from(piece)))),
    );
    return complete(raw.url);
  }

  const ends = {
    'an error inside the stream': 'data: {"error":{"message":"Overloaded"}}\n\n',
    'something that is no JSON': 'data: {oops\n\n',
    'an end before its time': '',
  };
  for (const [name, bytes] of Object.entries(ends)) {
    it(`says what the server calls the request, also after ${name}`, async () => {
      const head = `${STREAM_HEAD}X-Request-Id: r-7 for secret-key\r\n\r\n`;
      const raw = await servers.raw((socket) => socket.end(head + textEvent('a') + bytes));
      const { completion, error } = await complete(raw.url, REQUEST, {
        apiKey: () => Promise.resolve('secret-key'),
      });
      assert.equal(completion.text, 'a');
      assert.equal(error?.requestId, 'r-7 for (API key)');
    });
  }

  it('passes over events of other types that hold no JSON', async () => {
    const { completion, error } = await answeredBy(
      streamed('event: ping\ndata: 12:00\n\n', textEvent('a'), 'event: x\ndata: y\n\n'),
    );
    assert.equal(completion.text, 'a');
    assert.equal(error?.kind, 'truncated');
  });

  it('throws an error inside it, after what came', async () => {
    const server = await servers.completions({
      reply: 'one two three',
      failure: {
        errorAfterTokens: 2,
        error: { error: { message: 'Overloaded', code: 'queue_exceeded' }, status_code: 429 },
      },
    });
    const { completion, error } = await complete(server.url);
    assert.equal(completion.text, 'one two');
    assert.equal(error?.kind, 'rateLimit');
    assert.equal(error.status, 429);
    assert.match(error.message, /Overloaded/);
  });

  const failures = {
    'flat error': 'data: {"message":"Overloaded","type":"server_error","code":null}\n\n',
    'event of type error': 'event: error\ndata: {"message":"Overloaded"}\n\n',
    'event of type error with plain text': 'event: error\ndata: Overloaded\n\n',
    'field error of llama.cpp': 'error: {"code":500,"message":"Overloaded"}\n\n',
    'error before [DONE]': 'data: {"error":{"message":"Overloaded"}}\n\ndata: [DONE]\n\n',
  };
  for (const [name, bytes] of Object.entries(failures)) {
    it(`throws it: ${name}`, async () => {
      const { completion, error } = await answeredBy(streamed(textEvent('a'), bytes));
      assert.equal(completion.text, 'a');
      assert.equal(error?.kind, 'server');
      assert.match(error.message, /Overloaded/);
    });
  }

  it('throws an error in an answer that is no stream', async () => {
    const body = '{"error":{"message":"Overloaded"}}';
    const { error } = await answeredBy('HTTP/1.1 200 OK\r\n\r\n', body);
    assert.equal(error?.kind, 'server');
  });

  it('takes a whole JSON answer for the completion', async () => {
    const body = '{"choices":[{"index":0,"text":"all of it<|eot_id|>"}]}';
    const { completion, error } = await answeredBy('HTTP/1.1 200 OK\r\n\r\n', body);
    assert.equal(error, undefined);
    assert.equal(completion.text, 'all of it');
  });

  it('passes over empty data, comments and byte order marks', async () => {
    const { completion, error } = await answeredBy(
      streamed('\uFEFF: hi\n\ndata:\n\n', textEvent('a', 'stop'), 'data: \n\n: bye\n\n'),
    );
    assert.equal(error, undefined);
    assert.equal(completion.text, 'a');
  });

  it('throws at garbage, after what came', async () => {
    const { completion, error } = await answeredBy(streamed(textEvent('a'), 'data: {"cho\n\n'));
    assert.equal(completion.text, 'a');
    assert.equal(error?.kind, 'protocol');
  });

  it('reads nothing after [DONE]', async () => {
    const { completion, error } = await answeredBy(
      streamed(textEvent('a', 'stop'), 'data: [DONE]\n\n', textEvent('b'), 'data: garbage\n\n'),
    );
    assert.equal(completion.text, 'a');
    assert.equal(error, undefined);
  });
});

describe('RemoteBackend, when there is no answer,', () => {
  const servers = useServers();

  /** What comes of an answer with these bytes, after which the server closes the connection. */
  async function answeredBy(...bytes: (string | Uint8Array)[]) {
    const raw = await servers.raw((socket) =>
      socket.end(Buffer.concat(bytes.map((piece) => Buffer.from(piece)))),
    );
    return complete(raw.url);
  }

  it('says that nothing listens there', async () => {
    const server = await servers.completions({ reply: '' });
    await server.close();
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'network');
    assert.equal(error.code, 'ECONNREFUSED');
    assert.match(error.message, new RegExp(`${server.url} refuses the connection`));
    assert.equal(error.retryable, true);
  });

  it('says that the name does not exist', async () => {
    const { error } = await complete('http://no-such-host.invalid');
    assert.equal(error?.kind, 'network');
    assert.match(error.message, /no-such-host\.invalid cannot be found/);
  });

  it('says that the server closed the connection, and does not send again', async () => {
    const raw = await servers.raw((socket) => {
      socket.destroy();
    });
    const { error } = await complete(raw.url);
    assert.equal(error?.kind, 'network');
    assert.match(error.message, /closed the connection without an answer/);
    assert.equal(raw.requests.length, 1);
  });

  it('says that the server does not speak HTTP', async () => {
    const { error } = await answeredBy('SSH-2.0-OpenSSH_9.2\r\n');
    assert.equal(error?.kind, 'network');
    assert.match(error.message, /does not answer in HTTP/);
    assert.equal(error.retryable, false);
  });

  it('says that the server does not speak TLS', async () => {
    const plain = await servers.raw(() => undefined, 'SSH-2.0-OpenSSH_9.2\r\n');
    const { error } = await complete(plain.url.replace('http:', 'https:'));
    assert.equal(error?.kind, 'network');
    assert.match(error.message, /TLS/);
  });
});
