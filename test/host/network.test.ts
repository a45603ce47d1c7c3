import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompletionsServer, type ReceivedRequest } from '../support/completionsServer';
import { ProxyServer } from '../support/proxyServer';
import { configure, resetConfiguration } from './configuration';
import { openUntitled } from './editing';

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
