import assert from 'node:assert/strict';
import { event, STREAM_HEAD, textEvent } from './rawServer';
import { complete, REQUEST, useServers } from './remoteTesting';

describe('RemoteBackend, when the server is silent or knows no end,', () => {
  const servers = useServers();
  it('gives up waiting for the first byte', async () => {
    const server = await servers.completions({ reply: 'a', timeToFirstToken: 3_600_000 });
    const { error } = await complete(server.url, REQUEST, { deadlines: { firstByte: 100 } });
    assert.equal(error?.kind, 'timeout');
    assert.match(error.message, /did not begin to answer within 0\.1 s/);
    assert.equal(await server.requests[0]?.closedEarly, true);
  });

  it('gives up waiting for the first byte of the body, too', async () => {
    const raw = await servers.raw((socket) => {
      socket.write(`${STREAM_HEAD}\r\n`);
    });
    const { error } = await complete(raw.url, REQUEST, { deadlines: { firstByte: 100 } });
    assert.equal(error?.kind, 'timeout');
    assert.match(error.message, /did not begin/);
  });

  it('says what the server calls the request that it gave up', async () => {
    const raw = await servers.raw((socket) => {
      socket.write(`${STREAM_HEAD}X-Request-Id: r-7\r\n\r\n${textEvent('a')}`);
    });
    const { error } = await complete(raw.url, REQUEST, { deadlines: { betweenChunks: 50 } });
    assert.equal(error?.kind, 'timeout');
    assert.equal(error.requestId, 'r-7');
  });

  it('gives up in the middle, and keeps what came', async () => {
    const failure = { stallAfterTokens: 2 };
    const server = await servers.completions({ reply: 'one two three', failure });
    const { completion, error } = await complete(server.url, REQUEST, {
      deadlines: { betweenChunks: 400 },
    });
    assert.equal(completion.text, 'one two');
    assert.equal(error?.kind, 'timeout');
    assert.match(error.message, /stopped in the middle/);
    assert.equal(await server.requests[0]?.closedEarly, true);
  });

  it('does not count the time that the consumer takes', async () => {
    const server = await servers.completions({ reply: 'one two three' });
    const backend = servers.backend(server.url, { deadlines: { betweenChunks: 40 } });
    let text = '';
    for await (const { choices } of backend.complete(REQUEST, new AbortController().signal)) {
      text += choices[0]?.text ?? '';
      await server.requests[0]?.closedEarly;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    assert.equal(text, 'one two three');
  });

  it('is content when all choices have finished and only the end does not come', async () => {
    const raw = await servers.raw((socket) => {
      socket.write(`${STREAM_HEAD}\r\n${textEvent('a', 'stop')}`);
    });
    const { completion, error } = await complete(raw.url, REQUEST, {
      deadlines: { afterFinish: 50 },
    });
    assert.equal(completion.text, 'a');
    assert.equal(error, undefined);
  });

  it('ends an answer that goes on and on, and keeps what came', async () => {
    const server = await servers.completions({ reply: 'la '.repeat(1000), tokenInterval: 20 });
    const { completion, error } = await complete(server.url, REQUEST, {
      deadlines: { total: 200 },
    });
    assert.ok('la '.repeat(1000).startsWith(completion.text));
    assert.equal(error?.kind, 'timeout');
    assert.match(error.message, /did not end its answer within 0\.2 s/);
    assert.equal(await server.requests[0]?.closedEarly, true);
  });

  it('reads no more of an answer than its limit, keeps what came and closes the socket', async () => {
    const server = await servers.completions({ reply: 'la '.repeat(500), tokenInterval: 1 });
    const { completion, error } = await complete(
      server.url,
      { ...REQUEST, max_tokens: 1000 },
      { limits: { answer: 20_000 } },
    );
    assert.ok(completion.text.startsWith('la la la'));
    assert.ok('la '.repeat(500).startsWith(completion.text));
    assert.equal(error?.kind, 'protocol');
    assert.match(error.message, /an answer that is longer than 20000 bytes/);
    assert.equal(await server.requests[0]?.closedEarly, true);
  });

  it('is not silent as long as it sends pings', async () => {
    const raw = await servers.raw(async (socket) => {
      socket.write(`${STREAM_HEAD}\r\n`);
      for (let ping = 0; ping < 30; ping++) {
        socket.write(': ping\n\n');
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      socket.end(event({ choices: [{ index: 0, text: 'a', finish_reason: 'stop' }] }));
    });
    const { completion, error } = await complete(raw.url, REQUEST, {
      deadlines: { betweenChunks: 500 },
    });
    assert.equal(error, undefined);
    assert.equal(completion.text, 'a');
  });
});
