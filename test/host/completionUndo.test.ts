import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { begun, completing, typeAt, undone, useCompletingServer } from './completing';
import { openUntitled, typeText } from './editing';
import { Gate } from '../support/gate';
import { waitUntil } from '../support/waitUntil';

const REPLY = 'one two three four five six seven';

describe('Complete Selection', () => {
  const server = useCompletingServer();

  describe('and the steps to undo', () => {
    it('are apart from what the person types right behind it afterwards', async () => {
      server().options = { reply: REPLY, tokenInterval: 20 };
      const [editor, done] = await completing('[Count: ]');
      await done;
      await typeText('!');
      assert.deepEqual(await undone(editor, 2), [`Count: ${REPLY}`, 'Count: ']);
    });

    it('are apart from what the person typed before', async () => {
      server().options = { reply: REPLY, tokenInterval: 20 };
      const editor = await openUntitled('plaintext', 'Count');
      await typeText(':');
      await vscode.commands.executeCommand('inkling.completeSelection');
      assert.equal(editor.document.getText(), `Count:${REPLY}`);
      assert.deepEqual(await undone(editor, 2), ['Count:', 'Count']);
    });

    it('are one step to do again, too', async () => {
      server().options = { reply: REPLY, tokenInterval: 20 };
      const [editor, done] = await completing('[Count: ]');
      await done;
      await vscode.commands.executeCommand('undo');
      await vscode.commands.executeCommand('redo');
      assert.equal(editor.document.getText(), `Count: ${REPLY}`);
    });

    it('keep what several cursors typed elsewhere meanwhile', async () => {
      const gate = new Gate();
      server().options = { reply: REPLY, tokenInterval: 300, hold: { afterTokens: 6, gate } };
      const [editor, done] = await completing('top\nmiddle\n[Count: ]\nbottom');
      await begun(editor);
      editor.selections = [0, 1, 3].map((line) => new vscode.Selection(line, 0, line, 0));
      for (const key of 'ab') {
        await typeText(key);
        await setTimeout(30);
      }
      gate.open();
      await done;
      const { document } = editor;
      assert.equal(document.getText(), `abtop\nabmiddle\nCount: ${REPLY}\nabbottom`);
      await vscode.commands.executeCommand('undo');
      await waitUntil('the completion is gone, whole and alone', () => {
        return document.getText() === 'abtop\nabmiddle\nCount: \nabbottom';
      });
      // Until the cursor is back where it was.
      await setTimeout(100);
      assert.deepEqual(await undone(editor, 1), ['top\nmiddle\nCount: \nbottom']);
    });

    it('keep what was typed elsewhere meanwhile in a document with CRLF line ends', async () => {
      const gate = new Gate();
      const hold = { afterTokens: 6, gate };
      server().options = { reply: 'one\ntwo\nthree\nfour', tokenInterval: 300, hold };
      const [editor, done] = await completing('top\r\n[Count: ]\r\nbottom');
      await begun(editor);
      await typeAt(editor, 0, 'a\nb');
      gate.open();
      await done;
      const { document } = editor;
      assert.equal(document.getText(), 'a\r\nbtop\r\nCount: one\r\ntwo\r\nthree\r\nfour\r\nbottom');
      await vscode.commands.executeCommand('undo');
      await waitUntil('the completion is gone, whole and alone', () => {
        return document.getText() === 'a\r\nbtop\r\nCount: \r\nbottom';
      });
    });

    it('take back several completions together, also when they were accepted', async () => {
      const gate = new Gate();
      const hold = { afterTokens: 1, gate };
      server().options = { reply: ({ prompt }) => ` after ${String(prompt)}`, hold };
      const [editor, done] = await completing('top\n[One]\n[Two]');
      await begun(editor, 'after');
      await typeAt(editor, 0, 'a');
      gate.open();
      await done;
      const { document } = editor;
      assert.equal(document.getText(), 'atop\nOne after One\nTwo after Two');
      await vscode.commands.executeCommand('inkling.acceptCompletion');
      await vscode.commands.executeCommand('undo');
      await waitUntil('both are gone', () => document.getText() === 'atop\nOne\nTwo');
    });
  });
});
