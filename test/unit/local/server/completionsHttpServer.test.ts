import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { complete } from '../localTesting';
import { rawExchange } from './rawExchange';
import { MODEL, objectOf, post, refusalOf, useServedEngine } from './servedEngine';

async function events(response: Response): Promise<string[]> {
  const text = await response.text();
  assert.ok(text.endsWith('\n\n'));
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((event) => {
      assert.match(event, /^data: [^\n]*$/);
      return event.slice('data: '.length);
    });
}

/** A request for a completion as its bytes. */
function requestFor(order: object): string {
  const body = JSON.stringify(order);
  const head = [
    ...['POST /v1/completions HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'],
    ...[`Content-Length: ${Buffer.byteLength(body)}`, '', body],
  ];
  return head.join('\r\n');
}

describe('The server of the embedded engine', () => {
  const start = useServedEngine();
  const order = { model: MODEL, prompt: '  return to', temperature: 0, max_tokens: 2 };

  it('answers with a whole completion', async () => {
    const { url, engine } = await start();
    const response = await post(url, order);
    assert.equal(response.status, 200);
    const body = await objectOf(response);
    assert.equal(body['object'], 'text_completion');
    assert.equal(body['model'], MODEL);
    assert.deepEqual(body['choices'], [
      { index: 0, text: 'tal;', finish_reason: 'length', logprobs: null },
    ]);
    assert.deepEqual(body['usage'], { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 });
    const { systemFingerprint } = await complete(engine, { prompt: '' });
    assert.equal(body['system_fingerprint'], systemFingerprint);
    assert.match(response.headers.get('x-request-id') ?? '', /^req_[0-9a-f]+$/);
  });

  it('streams the same in events, usage in the last chunk, and [DONE]', async () => {
    const { url } = await start();
    const wish = { ...order, prompt: ['\n', 'let '], n: 2, max_tokens: 30, seed: 1, logprobs: 1 };
    const response = await post(url, { ...wish, stream: true });
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const all = await events(response);
    assert.equal(all.at(-1), '[DONE]');
    const texts = ['', '', '', ''];
    const chunks = all.slice(0, -1).map((event) => JSON.parse(event) as Record<string, unknown>);
    for (const { choices } of chunks) {
      for (const { index, text } of choices as { index: number; text: string }[]) {
        texts[index] = (texts[index] ?? '') + text;
      }
    }
    assert.deepEqual(
      chunks.map(({ usage }) => usage !== undefined).lastIndexOf(false),
      chunks.length - 2,
    );
    const whole = await objectOf(await post(url, wish));
    assert.deepEqual(
      (whole['choices'] as { text: string }[]).map(({ text }) => text),
      texts,
    );
    assert.deepEqual(chunks.at(-1)?.['usage'], whole['usage']);
  });

  it('leaves usage out of a stream that does not want it', async () => {
    const { url } = await start();
    const wish = { ...order, stream: true, stream_options: { include_usage: false } };
    assert.ok((await events(await post(url, wish))).every((event) => !event.includes('"usage"')));
  });

  it('counts text_offset from the start of the prompt, whatever its form', async () => {
    const { url } = await start();
    const offsets = async (wish: object) => {
      const { choices } = await objectOf(await post(url, { ...order, logprobs: 0, ...wish }));
      return (choices as { logprobs: { text_offset: number[] } }[]).map(
        ({ logprobs }) => logprobs.text_offset,
      );
    };
    assert.deepEqual(await offsets({}), [[11, 14]]);
    const ids = Array.from(order.prompt, (each) => 1 + each.charCodeAt(0));
    assert.deepEqual(await offsets({ prompt: ids }), [[11, 14]]);
    assert.deepEqual(
      await offsets({ prompt: [order.prompt, 're'], n: 2 }).then((all) =>
        all.map(([first]) => first),
      ),
      [11, 11, 2, 2],
    );
    assert.deepEqual(await offsets({ echo: true }), [[0, 2, 8, 9, 11, 14]]);
  });

  it('gives raw tokens and no text where they are wanted', async () => {
    const { url } = await start();
    const { choices } = await objectOf(await post(url, { ...order, return_raw_tokens: true }));
    const [choice] = choices as Record<string, unknown>[];
    assert.ok(Array.isArray(choice?.['tokens']));
    assert.equal(choice['text'], undefined);
  });

  it('takes null for a parameter that is left out', async () => {
    const { url } = await start();
    const nothing = { stop: null, seed: null, logprobs: null, grammar_root: null, user: null };
    const response = await post(url, { ...order, ...nothing, stream: null, stream_options: null });
    assert.equal(response.status, 200);
    assert.equal((await post(url, { model: MODEL, prompt: null, max_tokens: 1 })).status, 200);
  });

  describe('refuses, with status, code and the parameter', () => {
    const bodies: readonly [string, unknown, number, string, string | null][] = [
      ['what is no JSON', '{"model":', 400, 'wrong_api_format', null],
      ['no object', '[]', 400, 'wrong_api_format', null],
      ['an empty body', '', 400, 'wrong_api_format', null],
      ['an unknown field', { ...order, top_k: 3 }, 400, 'wrong_api_format', 'top_k'],
      [
        'an unknown field that is null',
        { ...order, top_k: null },
        400,
        'wrong_api_format',
        'top_k',
      ],
      [
        'a field that every object has',
        { ...order, constructor: 1 },
        400,
        'wrong_api_format',
        'constructor',
      ],
      [
        'a value out of range',
        { ...order, temperature: 3 },
        400,
        'wrong_api_format',
        'temperature',
      ],
      [
        'more than four stops',
        { ...order, stop: ['a', 'b', 'c', 'd', 'e'] },
        400,
        'wrong_api_format',
        'stop',
      ],
      ['a stream that is no flag', { ...order, stream: 'yes' }, 400, 'wrong_api_format', 'stream'],
      ['an unknown token id', { ...order, prompt: [1e9] }, 400, 'wrong_api_format', 'prompt'],
      ['no model', { prompt: 'x' }, 400, 'wrong_api_format', 'model'],
      ['another model', { ...order, model: 'gpt' }, 404, 'model_not_found', null],
      [
        'a prompt too long',
        { ...order, prompt: 'a '.repeat(20_000) },
        400,
        'context_length_exceeded',
        null,
      ],
      [
        'the same in a stream',
        { ...order, prompt: 'a '.repeat(20_000), stream: true },
        400,
        'context_length_exceeded',
        null,
      ],
      ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'wrong_api_format', null],
    ];
    for (const [what, body, status, code, param] of bodies) {
      it(what, async () => {
        const { url } = await start();
        assert.deepEqual(await refusalOf(await post(url, body)), { status, code, param });
      });
    }

    it('another content type, and none', async () => {
      const { url } = await start();
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
        const response = await post(url, order, { 'content-type': type });
        assert.equal(response.status, 415);
      }
    });

    it('an unknown encoding, and a body that is not what its encoding says', async () => {
      const { url } = await start();
      assert.equal((await post(url, order, { 'content-encoding': 'lzw' })).status, 415);
      assert.equal((await post(url, order, { 'content-encoding': 'gzip' })).status, 400);
    });

    it('what is longer than the limit, as it comes or after decompression', async () => {
      const { url } = await start({ longestBody: 10_000 });
      const long = { ...order, prompt: 'x'.repeat(20_000) };
      assert.equal((await post(url, long)).status, 413);
      const packed = gzipSync(JSON.stringify(long));
      assert.ok(packed.length < 1_000);
      assert.equal((await post(url, packed, { 'content-encoding': 'gzip' })).status, 413);
      const head = `POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
      const chunked = `${head}4e20\r\n${'x'.repeat(20_000)}\r\n0\r\n\r\n`;
      assert.match(await rawExchange(url, chunked), /^HTTP\/1.1 413 /);
      assert.equal((await post(url, order)).status, 200);
    });

    it('other methods, and says which are possible', async () => {
      const { url } = await start();
      const response = await fetch(`${url}/v1/completions`);
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'POST, OPTIONS');
      assert.equal((await fetch(`${url}/v1/models`, { method: 'DELETE' })).status, 405);
      assert.deepEqual(await refusalOf(await fetch(`${url}/v2/models`)), {
        ...{ status: 404, code: 'not_found', param: null },
      });
    });

    it('a host that is not this machine, and allows no other origin', async () => {
      const { url } = await start();
      for (const [host, status] of [
        ['evil.example', 403],
        ['127.0.0.1.evil.example', 403],
        ['localhost:1', 200],
        ['[::1]:8484', 200],
      ] as const) {
        const head = `GET /v1/models HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
        assert.ok((await rawExchange(url, head)).startsWith(`HTTP/1.1 ${status} `), host);
      }
      const preflight = await fetch(`${url}/v1/completions`, {
        method: 'OPTIONS',
        headers: { origin: 'https://example.org', 'access-control-request-method': 'POST' },
      });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get('access-control-allow-origin'), null);
    });

    it('what is no HTTP, with JSON all the same', async () => {
      const { url } = await start();
      for (const [bytes, status] of [
        ['nonsense\r\n\r\n', 400],
        ['GET /v1/models HTTP/1.1\r\n\r\n', 400],
        [`GET / HTTP/1.1\r\nHost: localhost\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
        ['CONNECT example.org:443 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
        ['GET / HTTP/1.1\r\nHost: localhost\r\nExpect: more\r\n\r\n', 417],
        ['POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', 400],
      ] as const) {
        const answer = await rawExchange(url, bytes);
        assert.ok(answer.startsWith(`HTTP/1.1 ${status} `), answer);
        const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as object;
        assert.deepEqual(Object.keys(body).sort(), ['code', 'message', 'param', 'type']);
      }
    });
  });

  describe('with a key', () => {
    it('wants it for completions and models, 403 without, 401 with another one', async () => {
      const { url } = await start({ apiKey: 'right key' });
      assert.deepEqual(await refusalOf(await post(url, order)), {
        ...{ status: 403, code: 'missing_api_key', param: null },
      });
      for (const authorization of ['Bearer wrong', 'Basic right key', 'Bearer ', 'right key']) {
        const { status, code } = await refusalOf(await post(url, order, { authorization }));
        assert.deepEqual([status, code], [401, 'wrong_api_key']);
      }
      const authorization = 'Bearer right key';
      assert.equal((await post(url, order, { authorization })).status, 200);
      assert.equal((await fetch(`${url}/v1/models`)).status, 403);
      assert.equal((await fetch(`${url}/v1/models`, { headers: { authorization } })).status, 200);
    });

    it('tells without it that it is there, and what models there are to the public', async () => {
      const { url } = await start({ apiKey: 'right key' });
      for (const path of ['/health', '/v1/tcp_warming', '/public/v1/models']) {
        assert.equal((await fetch(url + path)).status, 200, path);
      }
      assert.equal((await objectOf(await fetch(`${url}/health`)))['files'], 2);
    });
  });

  it('takes compressed requests', async () => {
    const { url } = await start();
    const packed = gzipSync(JSON.stringify(order));
    assert.equal((await post(url, packed, { 'content-encoding': 'gzip' })).status, 200);
  });

  it('names its one model, alone and in lists, to HEAD too', async () => {
    const { url } = await start();
    const list = await objectOf(await fetch(`${url}/v1/models?limit=1`));
    const alone = await objectOf(await fetch(`${url}/v1/models/${MODEL}`));
    assert.deepEqual(list, { object: 'list', data: [alone] });
    assert.equal(alone['id'], MODEL);
    const head = await fetch(`${url}/v1/models/`, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), '');
    const missing = await refusalOf(await fetch(`${url}/v1/models/gpt%2F4`));
    assert.deepEqual([missing.status, missing.code], [404, 'model_not_found']);
  });

  it('says when a limit of requests is reached, and when it ends', async () => {
    const { url } = await start({ requestsPerMinute: 2 });
    const first = await post(url, order);
    assert.equal(first.headers.get('x-ratelimit-remaining-requests-minute'), '1');
    assert.equal((await post(url, order)).status, 200);
    const third = await post(url, order);
    assert.ok(Number(third.headers.get('retry-after')) <= 60);
    assert.ok(Number(third.headers.get('retry-after-ms')) > 0);
    assert.equal((await refusalOf(third)).code, 'request_quota_exceeded');
    assert.equal(third.status, 429);
  });

  describe('under way', () => {
    const endless = { model: MODEL, prompt: '\n', max_tokens: 32_000, min_tokens: -1, seed: 1 };

    it('stops generating at once when the client goes away, streaming or not', async () => {
      const { url, engine } = await start();
      const isBusy = () => engine.busy;
      for (const stream of [true, false]) {
        const socket = connect(Number(new URL(url).port), '127.0.0.1');
        socket.write(requestFor({ ...endless, stream }));
        while (!isBusy()) await setImmediate();
        if (stream) await once(socket, 'data');
        socket.destroy();
        while (isBusy()) await setImmediate();
      }
      assert.equal((await post(url, order)).status, 200);
    });

    it('writes no further than a client reads', async () => {
      const most = 400;
      let chunks = 0;
      const { url } = await start({
        engine: {
          promptTexts: () => [],
          async *complete() {
            const text = 'x'.repeat(100_000);
            for (; chunks < most; chunks++) {
              yield await Promise.resolve({ choices: [{ index: 0, text }] });
            }
          },
        },
      });
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.pause();
      socket.write(requestFor({ ...order, stream: true }));
      // What the sockets hold is a matter of the system; then it has to come to a rest.
      let before = -1;
      while (chunks === 0 || before !== chunks) {
        before = chunks;
        for (let turn = 0; turn < 20; turn++) await fetch(`${url}/health`);
      }
      assert.ok(chunks < most / 2, `${chunks} chunks`);
      socket.resume();
      while (chunks < most) await setImmediate();
      socket.destroy();
    });

    it('answers a short request while long ones are under way', async () => {
      const { url, engine } = await start();
      const controller = new AbortController();
      const long = Array.from({ length: 6 }, () =>
        fetch(`${url}/v1/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(endless),
          signal: controller.signal,
        }).catch(() => undefined),
      );
      while (!engine.busy) await setImmediate();
      assert.equal((await post(url, order)).status, 200);
      controller.abort();
      await Promise.all(long);
    });

    it('lets an answer end when it is told to stop, and takes no new request', async () => {
      const { url, server } = await start();
      const answer = await post(url, { ...endless, max_tokens: 400, stream: true });
      const closed = server.close(10_000);
      assert.equal((await events(answer)).at(-1), '[DONE]');
      await closed;
      await assert.rejects(post(url, order));
    });

    it('says in the stream what went wrong after it had begun', async () => {
      const { url } = await start({
        engine: {
          promptTexts: () => [],
          async *complete() {
            yield await Promise.resolve({ choices: [{ index: 0, text: 'so far' }] });
            throw new Error('the index is gone');
          },
        },
      });
      const [chunk, error, ...rest] = await events(await post(url, { ...order, stream: true }));
      assert.match(chunk ?? '', /so far/);
      const { error: body, status_code: status } = JSON.parse(error ?? '') as {
        error: { code: string; message: string };
        status_code: number;
      };
      assert.equal(status, 500);
      assert.match(body.message, /the index is gone/);
      assert.deepEqual(rest, []);
      assert.equal((await post(url, order)).status, 500);
    });
  });
});
