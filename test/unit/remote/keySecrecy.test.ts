import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { LoggingBackend } from '../../../src/completions/loggingBackend';
import { Log } from '../../../src/editor/log';
import { problemReport } from '../../../src/editor/problemReport';
import { exportedCompletions } from '../../../src/inspector/exportedCompletion';
import { RecordingBackend } from '../../../src/inspector/recordingBackend';
import { DIRECT } from '../../../src/remote/networkSettings';
import type { RemoteOptions } from '../../../src/remote/remoteBackend';
import { testHistory } from '../inspector/inspectorTesting';
import { complete, errorOf, outcomeOf, REQUEST, useServers } from './remoteTesting';
import { event, STREAM_HEAD, streamed, textEvent } from './rawServer';

const KEY = 'csk-very+secret/key=';
const HEADER = 'a-secret-of-the-gateway';
const PASSWORD = 'the-password-of-the-proxy';
/** The key as it stands in addresses, in JSON and in pages. */
const FORMS = [
  encodeURIComponent(KEY),
  encodeURIComponent(KEY).toLowerCase(),
  KEY.replace('/', '\\/'),
  KEY.replace('+', '\\u002b').replace('=', '\\u003D'),
  KEY.replace('+', '&#43;').replace('=', '&#x3D;'),
];
const SECRETS = [KEY, ...FORMS, HEADER, PASSWORD, btoa(`me:${PASSWORD}`)];

const withSecrets: Partial<RemoteOptions> = {
  apiKey: () => Promise.resolve(KEY),
  headers: { 'X-Gateway': HEADER },
};

/** Everything that can be seen of a thrown value, by whatever way it is printed. */
function allOf(error: unknown): string {
  const stack = error instanceof Error ? error.stack : '';
  const deep = inspect(error, { depth: null, showHidden: true, getters: true });
  return [String(error), stack, deep, JSON.stringify(error)].join('\n');
}

function assertNoSecret(error: unknown): void {
  assert.ok(error !== undefined, 'It was to fail.');
  const text = allOf(error);
  for (const secret of SECRETS) assert.ok(!text.includes(secret), text);
}

/** Whatever of the request a server may repeat. */
const echo = `You sent Bearer ${KEY} and ${HEADER}, or ${FORMS.join(', ')}`;

describe('The key, and what else is secret,', () => {
  const servers = useServers();
  const written: string[] = [];
  const console_ = { log: console.log, warn: console.warn, error: console.error };
  beforeEach(() => {
    written.length = 0;
    const keep = (...parts: unknown[]) => written.push(inspect(parts, { depth: null }));
    Object.assign(console, { log: keep, warn: keep, error: keep });
  });
  afterEach(() => {
    Object.assign(console, console_);
    assert.deepEqual(written, []);
  });

  /** The error of a completion that gets these bytes, after which the connection is closed. */
  async function errorAfter(...bytes: (string | Uint8Array)[]) {
    const raw = await servers.raw((socket) =>
      socket.end(Buffer.concat(bytes.map((piece) => Buffer.from(piece)))),
    );
    return (await complete(raw.url, REQUEST, withSecrets)).error;
  }

  const fields = { message: echo, type: echo, param: echo, code: echo, id: echo };
  const bodies = {
    'a flat report': JSON.stringify(fields),
    'a nested report': JSON.stringify({ error: fields }),
    'a detail': JSON.stringify({ detail: echo }),
    'a list of details': JSON.stringify({ detail: [{ loc: ['body', echo], msg: echo }] }),
    'plain text': echo,
    'a page': `<html>${echo}</html>`,
  };
  for (const [shape, body] of Object.entries(bodies)) {
    it(`stay secret where the server repeats them in ${shape}`, async () => {
      for (const status of [302, 307, 400, 401, 402, 403, 404, 407, 408, 422, 429, 500, 503]) {
        const head = [
          `HTTP/1.1 ${status} ${KEY}`,
          `Content-Length: ${Buffer.byteLength(body)}`,
          `x-request-id: ${echo}`,
          `retry-after: ${KEY}`,
          `location: https://elsewhere.example/${KEY}?${HEADER}`,
        ];
        assertNoSecret(await errorAfter(`${head.join('\r\n')}\r\n\r\n`, body));
      }
    });
  }

  it('stay secret where the server repeats them inside a stream', async () => {
    assertNoSecret(await errorAfter(streamed(textEvent('a'), event({ error: fields }))));
    assertNoSecret(await errorAfter(streamed(`event: error\ndata: ${JSON.stringify(fields)}\n\n`)));
    assertNoSecret(await errorAfter(streamed(`event: error\ndata: ${echo}\n\n`)));
    assertNoSecret(await errorAfter(streamed(`data: {"${echo}\n\n`)));
    assertNoSecret(await errorAfter(streamed(`${echo}\n\n`)));
  });

  it('stay secret where the answer is none, or breaks off', async () => {
    assertNoSecret(await errorAfter(`SSH-2.0 ${echo}\r\n`));
    assertNoSecret(await errorAfter(`HTTP/1.1 200 OK\r\nX Bad ${KEY}: 1\r\n\r\n`));
    assertNoSecret(await errorAfter(`HTTP/1.1 200 OK\r\nContent-Encoding: ${KEY}\r\n\r\n`));
    assertNoSecret(await errorAfter(`${STREAM_HEAD}Content-Length: 9999\r\n\r\n`, textEvent('a')));
    assertNoSecret(await errorAfter());
  });

  it('stay secret where nobody answers', async () => {
    const gone = await servers.completions({ reply: '' });
    await gone.close();
    assertNoSecret((await complete(gone.url, REQUEST, withSecrets)).error);
    assertNoSecret((await complete('http://no-such-host.invalid', REQUEST, withSecrets)).error);
    const mute = await servers.raw(() => undefined);
    const deadlines = { firstByte: 50 };
    assertNoSecret((await complete(mute.url, REQUEST, { ...withSecrets, deadlines })).error);
  });

  it('stay secret where the proxy fails', async () => {
    const wanting = await servers.proxy({ authorization: 'Basic other' });
    const refusing = await servers.proxy({ refuse: 403 });
    const gone = await servers.proxy();
    await gone.close();
    for (const url of [wanting.url, refusing.url, gone.url, 'socks5://inkling.test']) {
      const proxy = url.replace('://', `://me:${PASSWORD}@`);
      for (const proxyAuthorization of [undefined, `Basic ${PASSWORD}`, `Basic ${PASSWORD}\n`]) {
        const network = { ...DIRECT, useProxy: true, proxy, proxyAuthorization };
        const { error } = await complete('https://inkling.test', REQUEST, {
          ...withSecrets,
          network,
        });
        assertNoSecret(error);
      }
    }
  });

  it('stay secret where they cannot be sent', async () => {
    const server = await servers.completions({ reply: '' });
    for (const key of [`${KEY}\n${KEY}`, `${KEY}é`, `${KEY} ${KEY}`, `${KEY}\0`]) {
      const apiKey = () => Promise.resolve(key);
      assertNoSecret((await complete(server.url, REQUEST, { apiKey })).error);
    }
    const apiKey = () => Promise.reject(new Error(KEY));
    assertNoSecret((await complete(server.url, REQUEST, { apiKey })).error);
    const headers = { 'X-Gateway': `${HEADER}\r\n` };
    assertNoSecret((await complete(server.url, REQUEST, { headers })).error);
    assertNoSecret((await complete(`https://me:${PASSWORD}@host`, REQUEST, withSecrets)).error);
    assertNoSecret((await complete(`ftp://host/${KEY}`, REQUEST, withSecrets)).error);
    assert.equal(server.requests.length, 0);
  });

  it('stay secret where the list of models is refused', async () => {
    const raw = await servers.raw((socket) =>
      socket.end(`HTTP/1.1 401 x\r\nContent-Length: ${echo.length}\r\n\r\n${echo}`),
    );
    const backend = servers.backend(raw.url, withSecrets);
    assertNoSecret(await errorOf(() => backend.models(new AbortController().signal)));
  });

  it('stay secret in the log at every level, in a report, and in what is exported', async () => {
    const server = await servers.completions({
      reply: '',
      failure: { status: 401, body: fields, headers: { 'x-request-id': echo } },
    });
    const lines: string[] = [];
    const write = (text: string) => lines.push(text);
    const nothing = () => undefined;
    const log = new Log({
      ...{ logLevel: 1, trace: write, debug: write, info: write, warn: write, error: write },
      ...{ show: nothing, dispose: nothing },
    });
    const history = testHistory();
    const logged = new LoggingBackend(
      servers.backend(server.url, withSecrets),
      log,
      'Test',
      () => 0,
    );
    const recorded = new RecordingBackend(logged, history, 'Test');
    const { error } = await outcomeOf(recorded.complete(REQUEST, new AbortController().signal));
    log.error('It failed', error);
    const report = problemReport(
      { versions: {}, state: {}, settings: [], problems: log.problems, home: '' },
      {
        ...{ title: '', introduction: '', what: '', steps: '', versions: '', state: '' },
        ...{ settings: '', allDefault: '', problems: '', noProblem: '' },
      },
    );
    const exported = exportedCompletions(history.all);
    for (const text of [lines.join('\n'), report, exported]) {
      assert.match(text, /\(API key\).*\(secret\)/);
      for (const secret of SECRETS) assert.ok(!text.includes(secret), text);
    }
  });

  it('go to no other origin than the one that was set', async () => {
    const elsewhere = await servers.completions({ reply: 'text' });
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `${elsewhere.url}/v1/completions`;
      const head = `HTTP/1.1 ${status} x\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
      const error = await errorAfter(head);
      assert.equal(error?.kind, 'protocol');
    }
    assert.equal(elsewhere.requests.length + elsewhere.otherRequests.length, 0);
  });
});
