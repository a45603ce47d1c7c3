import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Gate } from '../support/gate';
import { waitUntil } from '../support/waitUntil';
import { begun, endlessReply, useCompletingServer } from './completing';

describe('Complete Selection', () => {
  const server = useCompletingServer();

  describe('a file', () => {
    let files = 0;
    let file: vscode.Uri;
    let editor: vscode.TextEditor;

    // In a browser, VS Code would save by itself.
    before(() => vscode.workspace.getConfiguration('files').update('autoSave', 'off'));
    after(() => vscode.workspace.getConfiguration('files').update('autoSave', undefined));

    beforeEach(async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      // Another one each time, since watchers tell late.
      file = vscode.Uri.joinPath(folder.uri, `story${++files}.txt`);
      await vscode.workspace.fs.writeFile(file, Buffer.from('Count: \nend\n'));
      editor = await vscode.window.showTextDocument(file);
      editor.selection = new vscode.Selection(0, 0, 0, 7);
      server().options = { reply: endlessReply, tokenInterval: 100 };
    });

    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await rm(file.fsPath, { force: true });
    });

    const complete = () => vscode.commands.executeCommand('inkling.completeSelection');

    it('that is reverted gets no more text', async () => {
      const done = complete();
      await begun(editor);
      // The command does nothing at a moment when the editor does not yet count as changed.
      await waitUntil('it is reverted', async () => {
        await vscode.commands.executeCommand('workbench.action.files.revert');
        return !editor.document.getText().includes('one');
      });
      await done;
      assert.equal(editor.document.getText(), 'Count: \nend\n');
      assert.equal(await server().requests.at(-1)?.closedEarly, true);
    });

    it('that is deleted keeps what came, and the request is aborted', async () => {
      const done = complete();
      await begun(editor);
      await rm(file.fsPath);
      await done;
      assert.match(editor.document.getText(), /^Count: one/);
      assert.equal(await server().requests.at(-1)?.closedEarly, true);
    });

    it('that another branch replaces keeps what came, and the request is aborted', async () => {
      const done = complete();
      await begun(editor);
      await writeFile(file.fsPath, 'Another branch\n');
      await done;
      assert.match(editor.document.getText(), /^Count: one/);
      assert.equal(await server().requests.at(-1)?.closedEarly, true);
    });

    it('that is saved meanwhile streams on', async () => {
      const gate = new Gate();
      server().options = { reply: 'one two three', hold: { afterTokens: 2, gate } };
      const done = complete();
      await begun(editor);
      await editor.document.save();
      gate.open();
      await done;
      assert.equal(editor.document.getText(), 'Count: one two three\nend\n');
    });

    it('that is read-only is not written into, and the request is aborted', async () => {
      const settings = vscode.workspace.getConfiguration('files');
      await settings.update('readonlyInclude', { '**/story*.txt': true });
      try {
        await complete();
        assert.equal(editor.document.getText(), 'Count: \nend\n');
        assert.equal(await server().requests.at(-1)?.closedEarly, true);
      } finally {
        await settings.update('readonlyInclude', undefined);
      }
    });
  });
});
