import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompletionsServer } from '../support/completionsServer';
import { ProxyServer } from '../support/proxyServer';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled } from './editing';
import { testCertificate } from './testCertificate';

const KEY = 'csk-a-key-of-the-tests';

describe('An API key', () => {
  let server: CompletionsServer;

  beforeEach(async () => {
    // Another address each time: a key belongs to one.
    server = await CompletionsServer.start({ reply: ' upon a time', apiKey: KEY });
    await configure({ backend: 'automatic', endpoint: server.url, model: 'plain-model' });
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('inkling.clearApiKey');
    await resetConfiguration();
    await server.close();
  });

  async function settingsFile(): Promise<vscode.Uri> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
    await vscode.workspace.fs.stat(file);
    return file;
  }

  async function readSettings(): Promise<Record<string, unknown>> {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(await settingsFile()));
    return JSON.parse(text) as Record<string, unknown>;
  }

  it('in the settings is moved to the secret storage, and used at its inkling.endpoint', async () => {
    const settings = { ...(await readSettings()), 'inkling.apiKey': KEY };
    const text = new TextEncoder().encode(JSON.stringify(settings));
    await vscode.workspace.fs.writeFile(await settingsFile(), text);
    await waitUntil('it is gone from the settings', async () => {
      return !('inkling.apiKey' in (await readSettings()));
    });
    // With a key, automatic is the server.
    const editor = await openUntitled('plaintext', 'Once');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(editor.document.getText(), 'Once upon a time');
    assert.equal(server.requests.at(-1)?.headers.authorization, `Bearer ${KEY}`);

    // It is that of this server alone.
    const other = await CompletionsServer.start({ reply: '' });
    try {
      await configure({ endpoint: other.url });
      await openUntitled('plaintext', 'Twice');
      await vscode.commands.executeCommand('inkling.completeSelection');
      assert.equal(other.requests.length, 0);
      await configure({ backend: 'remote' });
      await vscode.commands.executeCommand('inkling.completeSelection');
      assert.equal(other.requests[0]?.headers.authorization, undefined);
    } finally {
      await other.close();
    }
  });

  it('of the environment is used where none is stored, at the server that it is for alone', async () => {
    const tls = await testCertificate();
    const cerebras = await CompletionsServer.start({ reply: ' upon a time', apiKey: KEY, tls });
    const tunnelPort = Number(new URL(cerebras.url).port);
    const proxy = await ProxyServer.start({ tunnelPort });
    const { CEREBRAS_API_KEY: before } = process.env;
    process.env['CEREBRAS_API_KEY'] = KEY;
    try {
      await configure({ proxy: proxy.url, proxyStrictSSL: false }, 'http');
      // Elsewhere it does not count: without a key, automatic is the embedded engine.
      await openUntitled('plaintext', 'Once');
      await vscode.commands.executeCommand('inkling.completeSelection');
      assert.equal(server.requests.length, 0);

      await configure({ endpoint: 'https://api.cerebras.ai' });
      const editor = await openUntitled('plaintext', 'Once');
      await vscode.commands.executeCommand('inkling.completeSelection');
      assert.equal(editor.document.getText(), 'Once upon a time');
      assert.equal(cerebras.requests.at(-1)?.headers.authorization, `Bearer ${KEY}`);
      assert.ok(proxy.requests.every(({ target }) => target === 'api.cerebras.ai:443'));
    } finally {
      if (before === undefined) delete process.env['CEREBRAS_API_KEY'];
      else process.env['CEREBRAS_API_KEY'] = before;
      await proxy.close();
      await cerebras.close();
    }
  });

  it('is not needed by the embedded engine, which nothing leaves: inkling.backend', async () => {
    await configure({ backend: 'embedded' });
    await openUntitled('plaintext', 'Once');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(server.requests.length, 0);
  });
});
