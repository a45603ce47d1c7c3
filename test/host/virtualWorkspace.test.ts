import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { typeText } from './editing';
import { useServer } from './useServer';

const SCHEME = 'inkling-virtual';

describe('A document of a virtual workspace', () => {
  const server = useServer({ reply: ' compute();' });
  let registration: vscode.Disposable;

  before(() => {
    registration = vscode.workspace.registerFileSystemProvider(SCHEME, new Files(), {
      isCaseSensitive: true,
    });
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await resetConfiguration();
  });

  after(() => {
    registration.dispose();
  });

  /** Opens a file that only the provider has, with the cursor at its end. */
  async function open(path: string, text: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    const editor = await vscode.window.showTextDocument(uri);
    const { end } = editor.document.lineAt(editor.document.lineCount - 1).range;
    editor.selection = new vscode.Selection(end, end);
    return editor;
  }

  it('has ghost text and completed selections from a server', async () => {
    await configure({
      ...{ backend: 'remote', endpoint: server().url, model: 'plain-model' },
      ...{ delay: 0, instantAnswer: false, alternatives: 1, eagerness: 'eager' },
    });
    const editor = await open('/remote/account.ts', 'const total ');
    await typeText('=');
    await waitUntil('the server is asked', () => server().requests.length > 0);
    assert.match(String(server().requests[0]?.body['prompt']), /const total =$/);
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(editor.document.getText(), 'const total = compute();');
  });

  it('is learned by the embedded engine while it is open', async () => {
    await configure({ backend: 'embedded', eagerness: 'eager' });
    const line = 'export function openLedgerOfTheVault(keeper) {}\n';
    const editor = await open('/remote/vault.ts', `${line.repeat(3)}export function openLedger`);
    await typeText('O');
    await waitUntil('ghost text goes on as the document does', async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      return editor.document.getText().includes('openLedgerOfTheVault', line.length * 3);
    });
  });
});

/** Files that are nowhere but in memory. */
class Files implements vscode.FileSystemProvider {
  private readonly contents = new Map<string, Uint8Array>();
  private readonly change = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.change.event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const content = this.contents.get(path);
    const times = { ctime: 0, mtime: 0 };
    if (content) return { type: vscode.FileType.File, size: content.length, ...times };
    const isFolder = [...this.contents.keys()].some((file) => file.startsWith(`${path}/`));
    if (!isFolder) throw vscode.FileSystemError.FileNotFound();
    return { type: vscode.FileType.Directory, size: 0, ...times };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.contents.get(uri.path);
    if (!content) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    this.contents.set(path, content);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    // A folder is there once a file is in it.
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}
