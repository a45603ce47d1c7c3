import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import type { CompletionsServer } from '../../support/completionsServer';
import { waitUntil } from '../../support/waitUntil';
import { outcomeOf, REQUEST, useServers } from './remoteTesting';
import { chunked, STREAM_HEAD, streamed, textEvent } from './rawServer';

const { signal: never } = new AbortController();

/** The end of an answer comes a little after its last event; only then is its connection free. */
const idle = () => new Promise((resolve) => setTimeout(resolve, 150));

describe('RemoteBackend, when the caller has enough,', () => {
  const servers = useServers();
  let server: CompletionsServer;
  beforeEach(async () => {
    server = await servers.completions({ reply: 'one two three', tokenInterval: 3_600_000 });
  });

  it('ends silently and closes the socket: aborted in the middle', async () => {
    const backend = servers.backend(server.url);
    const abort = new AbortController();
    const outcome = outcomeOf(backend.complete(REQUEST, abort.signal));
    const request = await server.waitForRequest(1);
    await waitUntil('a token is sent', () => request.tokensSent > 0);
    abort.abort();
    const { error } = await outcome;
    assert.equal(error, undefined);
    assert.equal(await request.closedEarly, true);
    assert.equal(request.tokensSent, 1);
  });

  it('ends silently and closes the socket: aborted before the first byte', async () => {
    server.options = { reply: 'one', timeToFirstToken: 3_600_000 };
    const backend = servers.backend(server.url);
    const abort = new AbortController();
    const outcome = outcomeOf(backend.complete(REQUEST, abort.signal));
    const request = await server.waitForRequest(1);
    abort.abort();
    assert.deepEqual(await outcome.then(({ chunks, error }) => [chunks, error]), [[], undefined]);
    assert.equal(await request.closedEarly, true);
  });

  it('ends silently, though the connection is not made yet, and leaves none behind', async () => {
    // It never answers to the beginning of the TLS handshake.
    const mute = await servers.raw(() => undefined);
    const backend = servers.backend(mute.url.replace('http:', 'https:'));
    const abort = new AbortController();
    const outcome = outcomeOf(backend.complete(REQUEST, abort.signal));
    await waitUntil('the connection is begun', () => mute.openConnections === 1);
    abort.abort();
    const { error } = await outcome;
    assert.equal(error, undefined);
    backend.dispose();
    await waitUntil('the connection is closed', () => mute.openConnections === 0, 1_000);
  });

  it('ends silently, though the key is not there yet', async () => {
    const abort = new AbortController();
    const backend = servers.backend(server.url, {
      apiKey: () => {
        abort.abort();
        return new Promise(() => undefined);
      },
    });
    const { error } = await outcomeOf(backend.complete(REQUEST, abort.signal));
    assert.equal(error, undefined);
    assert.equal(server.requests.length, 0);
  });

  it('sends nothing when it was aborted before', async () => {
    const backend = servers.backend(server.url);
    const { chunks } = await outcomeOf(backend.complete(REQUEST, AbortSignal.abort()));
    assert.deepEqual(chunks, []);
    assert.equal(server.requests.length, 0);
  });

  it('yields nothing more after the abort, though more has come already', async () => {
    server.options = { reply: 'one two three four' };
    const backend = servers.backend(server.url);
    const abort = new AbortController();
    const { chunks, error } = await outcomeOf(
      (async function* () {
        for await (const chunk of backend.complete(REQUEST, abort.signal)) {
          yield chunk;
          await server.requests[0]?.closedEarly;
          abort.abort();
        }
      })(),
    );
    assert.equal(chunks.length, 1);
    assert.equal(error, undefined);
  });

  it('closes the socket when the consumer leaves the loop', async () => {
    const backend = servers.backend(server.url);
    for await (const { choices } of backend.complete(REQUEST, never)) {
      if (choices[0]?.text === 'one') break;
    }
    assert.equal(await server.requests[0]?.closedEarly, true);
  });

  it('closes the socket when the consumer throws', async () => {
    const backend = servers.backend(server.url);
    await assert.rejects(async () => {
      for await (const { choices } of backend.complete(REQUEST, never)) {
        if (choices[0]?.text === 'one') throw new Error('enough');
      }
    }, /enough/);
    assert.equal(await server.requests[0]?.closedEarly, true);
  });

  it('closes every socket when it is disposed, with an error for who still listens', async () => {
    const backend = servers.backend(server.url);
    const outcome = outcomeOf(backend.complete(REQUEST, never));
    const request = await server.waitForRequest(1);
    await waitUntil('a token is sent', () => request.tokensSent > 0);
    backend.dispose();
    const { error } = await outcome;
    assert.equal(error?.retryable, true);
    assert.equal(await request.closedEarly, true);
  });

  it('says so when it is asked after that', async () => {
    const backend = servers.backend(server.url);
    backend.dispose();
    backend.dispose();
    const { error } = await outcomeOf(backend.complete(REQUEST, never));
    assert.equal(error?.kind, 'network');
    assert.match(error.message, /closed on this side/);
  });
});

describe('The connections of RemoteBackend', () => {
  const servers = useServers();
  it('are used again for the next request', async () => {
    const server = await servers.completions({ reply: 'one two' });
    const backend = servers.backend(server.url);
    for (let count = 1; count <= 3; count++) {
      const { completion } = await outcomeOf(backend.complete(REQUEST, never));
      assert.equal(completion.text, 'one two');
      await idle();
    }
    assert.deepEqual(
      server.requests.map(({ connection }) => connection),
      [1, 1, 1],
    );
  });

  it('are used again after [DONE], though the body ends only later', async () => {
    const raw = await servers.raw(async (socket) => {
      socket.write(`${STREAM_HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      socket.write(chunked(`${textEvent('a', 'stop')}data: [DONE]\n\n`));
      await new Promise((resolve) => setTimeout(resolve, 30));
      socket.write(
        Buffer.concat([chunked(`: ${'x'.repeat(300_000)}\n\n`), Buffer.from('0\r\n\r\n')]),
      );
    });
    const backend = servers.backend(raw.url);
    for (let count = 1; count <= 2; count++) {
      const { completion, error } = await outcomeOf(backend.complete(REQUEST, never));
      assert.equal(completion.text, 'a');
      assert.equal(error, undefined);
      await idle();
    }
    assert.equal(raw.openConnections, 1);
  });

  it('are kept for more than the four seconds of the official client', async () => {
    const raw = await servers.raw((socket) => socket.write(streamed(textEvent('a', 'stop'))));
    const backend = servers.backend(raw.url);
    const sockets = new Set<unknown>();
    for (let count = 1; count <= 2; count++) {
      const { completion } = await outcomeOf(backend.complete(REQUEST, never));
      assert.equal(completion.text, 'a');
      sockets.add(raw.requests.at(-1)?.socket);
      if (count === 1) await new Promise((resolve) => setTimeout(resolve, 4_500));
    }
    assert.equal(raw.requests.length, 2);
    assert.equal(sockets.size, 1);
  }).timeout(15_000);

  it('are used again after a refusal', async () => {
    const server = await servers.completions({
      reply: '',
      failure: { status: 429, body: { message: 'Slow down' } },
    });
    const backend = servers.backend(server.url);
    for (let count = 1; count <= 2; count++) {
      await outcomeOf(backend.complete(REQUEST, never));
      await idle();
    }
    assert.deepEqual(
      server.requests.map(({ connection }) => connection),
      [1, 1],
    );
  });

  it('that the server closed while idle cost one silent retry, no error', async () => {
    const whole = streamed(textEvent('a', 'stop'));
    const raw = await servers.raw((socket, { number }) => {
      // The second request meets a connection that the server gives up at that moment.
      if (number === 2) socket.destroy();
      else socket.write(whole);
    });
    const backend = servers.backend(raw.url);
    for (let count = 1; count <= 2; count++) {
      const { completion, error } = await outcomeOf(backend.complete(REQUEST, never));
      assert.equal(error, undefined);
      assert.equal(completion.text, 'a');
      await idle();
    }
    assert.equal(raw.requests.length, 3);
  });

  it('that the server closed while all were idle cost no error either', async () => {
    const waiting: (() => void)[] = [];
    const raw = await servers.raw((socket, { number }) => {
      const answer = () => socket.write(streamed(textEvent('a', 'stop')));
      // Three at the same time, so that there are three connections.
      if (number <= 3) waiting.push(answer);
      if (number === 3) for (const each of waiting) each();
      if (number > 3 && number <= 6) socket.destroy();
      if (number > 6) answer();
    });
    const backend = servers.backend(raw.url);
    await Promise.all([1, 2, 3].map(() => outcomeOf(backend.complete(REQUEST, never))));
    await idle();
    const { completion, error } = await outcomeOf(backend.complete(REQUEST, never));
    assert.equal(error, undefined);
    assert.equal(completion.text, 'a');
    assert.equal(raw.requests.length, 7);
  });

  it('are not retried when they were made for the request', async () => {
    const raw = await servers.raw((socket, { number }) => {
      if (number === 1) socket.write(streamed(textEvent('a', 'stop')));
      else socket.destroy();
    });
    const backend = servers.backend(raw.url);
    await outcomeOf(backend.complete(REQUEST, never));
    await idle();
    const { error } = await outcomeOf(backend.complete(REQUEST, never));
    assert.equal(error?.kind, 'network');
    assert.equal(raw.requests.length, 3);
  });

  it('are left before the server leaves them, where it says when', async () => {
    const head = `${STREAM_HEAD}Keep-Alive: timeout=1\r\n`;
    const body = textEvent('a', 'stop');
    const raw = await servers.raw((socket) =>
      socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`),
    );
    const backend = servers.backend(raw.url);
    await outcomeOf(backend.complete(REQUEST, never));
    await waitUntil('the connection is closed', () => raw.openConnections === 0, 500);
  });

  it('serve several completions at the same time', async () => {
    const server = await servers.completions({
      reply: ({ prompt }) => `answer to ${String(prompt)}`,
      timeToFirstToken: 20,
    });
    const backend = servers.backend(server.url);
    const prompts = ['a', 'b', 'c', 'd', 'e'];
    const outcomes = await Promise.all(
      prompts.map((prompt) => outcomeOf(backend.complete({ ...REQUEST, prompt }, never))),
    );
    assert.deepEqual(
      outcomes.map(({ completion }) => completion.text),
      prompts.map((prompt) => `answer to ${prompt}`),
    );
  });

  it('leave the dispatcher of the process alone, which is that of every fetch', () => {
    const backend = join(__dirname, '..', '..', '..', 'src', 'remote', 'remoteBackend');
    const script = `require(${JSON.stringify(backend)});
      console.log(Symbol.for('undici.globalDispatcher.1') in globalThis);`;
    // In a process of its own: other tests of this one may have used fetch.
    const node = ['--require', require.resolve('tsx/cjs'), '--eval', script];
    assert.equal(execFileSync(process.execPath, node, { encoding: 'utf8' }).trim(), 'false');
  });
});
