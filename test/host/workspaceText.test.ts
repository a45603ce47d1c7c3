import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled } from './editing';

/** How long is waited for what must not come: files are read a second after they have changed. */
const LONG_ENOUGH = 4_000;

describe('The embedded engine learns from the workspace', () => {
  let root: vscode.Uri;

  before(async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    root = folder.uri;
    await configure({ backend: 'embedded' });
  });

  after(async () => {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, 'learned'), { recursive: true });
    await resetConfiguration();
  });

  /** A name that is nowhere else in the workspace. */
  function newName(): string {
    return `name${randomUUID().replaceAll('-', '')}`;
  }

  async function write(path: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(root, 'learned', path);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    return uri;
  }

  /** What the engine writes after `prompt`, selected in a document of its own. */
  async function continued(prompt: string): Promise<string> {
    const editor = await openUntitled('plaintext', prompt);
    const { document } = editor;
    editor.selection = new vscode.Selection(
      document.positionAt(0),
      document.positionAt(prompt.length),
    );
    await vscode.commands.executeCommand('inkling.completeSelection');
    const text = document.getText().slice(prompt.length);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return text;
  }

  it('a new file, until it is deleted', async () => {
    const name = newName();
    const file = await write('new.ts', `${name}.method();\n`.repeat(3));
    await waitUntil('it is learned', async () =>
      (await continued(`${name}.me`)).startsWith('thod'),
    );
    await vscode.workspace.fs.delete(file);
    await waitUntil(
      'it is forgotten',
      async () => !(await continued(`${name}.me`)).startsWith('thod'),
    );
  });

  it('a new file, but later where the battery is to be saved: inkling.batterySaver', async () => {
    await configure({ batterySaver: 'always' });
    const name = newName();
    await write('saved.ts', `${name}.method();\n`.repeat(3));
    await setTimeout(LONG_ENOUGH);
    assert.equal((await continued(`${name}.me`)).startsWith('thod'), false);
    await configure({ batterySaver: 'never' });
    await waitUntil('it is learned', async () =>
      (await continued(`${name}.me`)).startsWith('thod'),
    );
  });

  it('but not a file that .gitignore names', async () => {
    const [ignored, seen] = [newName(), newName()];
    await write('.gitignore', 'ignored.ts\n');
    await write('ignored.ts', `${ignored}.method();\n`.repeat(3));
    await write('seen.ts', `${seen}.method();\n`.repeat(3));
    await waitUntil('the other is learned', async () =>
      (await continued(`${seen}.me`)).startsWith('thod'),
    );
    assert.equal((await continued(`${ignored}.me`)).startsWith('thod'), false);
  });

  it('and what is typed in a file of CRLF lines, before it is saved', async () => {
    const name = newName();
    const file = await write('crlf.ts', 'first();\r\nsecond();\r\nthird();\r\n');
    const type = async (range: vscode.Range, text: string) => {
      const editor = await vscode.window.showTextDocument(file);
      await editor.edit((edit) => {
        edit.replace(range, text);
      });
    };
    await type(new vscode.Range(2, 0, 2, 0), `${name}.method();\n${name}.method();\n`);
    await waitUntil('it is learned', async () => {
      return (await continued(`${name}.me`)).startsWith('thod();');
    });
    await type(new vscode.Range(2, 0, 4, 0), `${name}.metaphor();\n`);
    await waitUntil('the change is learned', async () => {
      return (await continued(`${name}.me`)).startsWith('taphor();');
    });
    await vscode.window.showTextDocument(file);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
