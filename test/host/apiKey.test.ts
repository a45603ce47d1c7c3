import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled } from './editing';

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

  it('is not needed by the embedded engine, which nothing leaves: inkling.backend', async () => {
    await configure({ backend: 'embedded' });
    await openUntitled('plaintext', 'Once');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(server.requests.length, 0);
  });
});
