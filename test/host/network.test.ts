import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompletionsServer, type ReceivedRequest } from '../support/completionsServer';
import { ProxyServer } from '../support/proxyServer';
import { configure, resetConfiguration } from './configuration';
import { openUntitled, typeText } from './editing';
import { testCertificate } from './testCertificate';

describe('A request to the server', () => {
  let server: CompletionsServer;

  beforeEach(async () => {
    server = await CompletionsServer.start({ reply: ' upon a time' });
    await configure({ backend: 'remote', endpoint: server.url });
  });

  afterEach(async () => {
    await resetConfiguration();
    await server.close();
  });

  /** What the server gets when a selection is completed. */
  async function sentRequest(): Promise<ReceivedRequest> {
    const asked = server.requests.length;
    const editor = await openUntitled('plaintext', 'Once');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(editor.document.getText(), 'Once upon a time');
    const request = server.requests[asked];
    assert.ok(request);
    return request;
  }

  it('is in the dialect that the settings name, at once when they name another: inkling.dialect', async () => {
    assert.equal((await sentRequest()).body['logprobs'], 5);
    await configure({ dialect: 'cerebras' });
    const { body } = await sentRequest();
    assert.deepEqual([body['logprobs'], body['top_logprobs']], [true, 5]);
  });

  it('has the headers that the settings name: inkling.headers', async () => {
    await configure({ headers: { 'X-Team': 'ink' } });
    assert.equal((await sentRequest()).headers['x-team'], 'ink');
    await configure({ headers: { 'X-Team': 'other' } });
    assert.equal((await sentRequest()).headers['x-team'], 'other');
  });

  it('goes through the proxy of VS Code, except to hosts that it excepts', async () => {
    const proxy = await ProxyServer.start({ authorization: 'Basic abc' });
    try {
      await configure({ proxy: proxy.url, proxyAuthorization: 'Basic abc' }, 'http');
      const endpoint = server.url.replace('127.0.0.1', 'inkling.test');
      await configure({ endpoint });
      await sentRequest();
      assert.equal(proxy.requests.at(-1)?.target, `${endpoint}/v1/completions`);
      await configure({ endpoint: server.url });
      const before = proxy.requests.length;
      await sentRequest();
      assert.equal(proxy.requests.length, before);
    } finally {
      await proxy.close();
    }
  });

  // What an extension asks of another machine than 127.0.0.1, VS Code sends by its proxy: of the proxy
  // itself, too. 0.0.0.0 is no other machine, but is taken for one.
  for (const [scheme, host, name] of [
    ['http', '127.0.0.1', 'inkling.test'],
    ['http', '0.0.0.0', '192.0.2.1'],
    ['https', '0.0.0.0', 'inkling.test'],
  ] as const) {
    it(`goes through a tunnel of VS Code’s ${scheme} proxy at ${host} to https://${name}`, async () => {
      const tls = await testCertificate();
      const secure = await CompletionsServer.start({ reply: ' upon a time', tls });
      const proxy = await ProxyServer.start(scheme === 'https' ? { tls } : {});
      try {
        const address = proxy.url.replace('127.0.0.1', host);
        await configure({ proxy: address, proxyStrictSSL: false }, 'http');
        const endpoint = secure.url.replace('127.0.0.1', name);
        await configure({ endpoint });
        const editor = await openUntitled('plaintext', 'Once');
        await vscode.commands.executeCommand('inkling.completeSelection');
        assert.equal(editor.document.getText(), 'Once upon a time');
        const asked = new Set(proxy.requests.map(({ method, target }) => `${method} ${target}`));
        assert.deepEqual([...asked], [`CONNECT ${new URL(endpoint).host}`]);
      } finally {
        await proxy.close();
        await secure.close();
      }
    });
  }

  it('is not sent by itself while the server has no room, but when the person asks', async () => {
    const failure = { status: 429, body: { message: 'No.' }, headers: { 'retry-after': '3600' } };
    server.options = { reply: '', failure };
    await openUntitled('typescript', 'const one =');
    await typeText(' ');
    await server.waitForRequest(1);
    await typeText('1 + 2 + ');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    const { body } = await server.waitForRequest(2);
    assert.match(String(body['prompt']), /const one = 1 \+ 2 \+ $/);
    assert.equal(server.requests.length, 2);
  });

  it('is sent again when the server had no time', async () => {
    server.options = { reply: '', failure: { status: 503, headers: { 'retry-after-ms': '100' } } };
    const editor = await openUntitled('plaintext', 'Once');
    const done = vscode.commands.executeCommand('inkling.completeSelection');
    await server.waitForRequest(1);
    server.options = { reply: ' upon a time' };
    await done;
    assert.equal(editor.document.getText(), 'Once upon a time');
    assert.equal(server.requests.length, 2);
  });

  it('finds a connection that was made when the server was chosen', async () => {
    await configure({ dialect: 'cerebras' });
    await sentRequest();
    assert.ok(server.otherRequests.some(({ path }) => path === '/v1/tcp_warming'));
  });
});
