import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  begun,
  completing,
  controls,
  endlessReply,
  typeAt,
  useCompletingServer,
} from './completing';
import { configure } from './configuration';
import { Gate } from '../support/gate';

describe('Complete Selection', () => {
  const server = useCompletingServer();

  describe('controls', () => {
    it('offer to stop while it streams, and what to do with it afterwards', async () => {
      const gate = new Gate();
      server().options = { reply: 'one two three', hold: { afterTokens: 2, gate } };
      const [editor, done] = await completing('[Count: ]');
      await begun(editor);
      assert.deepEqual(await controls(editor), ['$(loading~spin) Stop', 'Inspect']);
      gate.open();
      await done;
      assert.deepEqual(await controls(editor), ['$(check) Accept', 'Discard', 'Retry', 'Inspect']);
    });

    it('are gone when it is accepted, and the text stays', async () => {
      server().options = { reply: 'one' };
      const [editor, done] = await completing('[Count: ]');
      await done;
      await vscode.commands.executeCommand('inkling.acceptCompletion');
      assert.deepEqual(await controls(editor), []);
      assert.equal(editor.document.getText(), 'Count: one');
    });

    it('take it back when it is discarded, and what was typed elsewhere stays', async () => {
      const gate = new Gate();
      const hold = { afterTokens: 2, gate };
      server().options = { reply: 'one two three', tokenInterval: 300, hold };
      const [editor, done] = await completing('top\n[Count: ]\nbottom');
      await begun(editor);
      await typeAt(editor, 0, 'a');
      gate.open();
      await done;
      await vscode.commands.executeCommand('inkling.discardCompletion');
      assert.equal(editor.document.getText(), 'atop\nCount: \nbottom');
      assert.deepEqual(await controls(editor), []);
    });

    it('stop it: what came stays, and the socket is closed', async () => {
      server().options = { reply: endlessReply, tokenInterval: 100 };
      const [editor, done] = await completing('[Count: ]');
      await begun(editor);
      await vscode.commands.executeCommand('inkling.stopCompletion');
      await done;
      assert.match(editor.document.getText(), /^Count: one/);
      assert.equal(await server().requests.at(-1)?.closedEarly, true);
    });

    it('replace it with another sample, of another seed, and cycle through them', async () => {
      let samples = 0;
      server().options = { reply: () => `sample ${++samples}` };
      const [editor, done] = await completing('[A ].');
      await done;
      const { document } = editor;
      await vscode.commands.executeCommand('inkling.retryCompletion');
      assert.equal(document.getText(), 'A sample 2.');
      const { seed, temperature } = server().requests.at(-1)?.body ?? {};
      assert.ok(Number.isInteger(seed));
      assert.equal(temperature, 0.8);
      assert.ok((await controls(editor)).includes('2/2 $(chevron-right)'));
      await vscode.commands.executeCommand('inkling.nextCompletion');
      assert.equal(document.getText(), 'A sample 1.');
      await vscode.commands.executeCommand('inkling.previousCompletion');
      assert.equal(document.getText(), 'A sample 2.');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), 'A .');
    });

    it('go with the text: an undo takes them away', async () => {
      server().options = { reply: 'one' };
      const [editor, done] = await completing('[Count: ]');
      await done;
      await vscode.commands.executeCommand('undo');
      assert.deepEqual(await controls(editor), []);
    });
  });

  describe('parameters', () => {
    // Of another server, some of them are not known.
    before(() => configure({ dialect: 'cerebras' }));
    after(() => configure({ dialect: undefined }));

    it('can be others than those of ghost text', async () => {
      server().options = { reply: 'one' };
      const parameters = { temperature: 0.3, min_tokens: 2, seed: 7, model: 'llama3.1-8b' };
      await configure({ 'completeSelection.parameters': parameters });
      const [, done] = await completing('[Count: ]');
      await done;
      const { body } = server().requests.at(-1) ?? {};
      assert.deepEqual({ ...body, ...parameters }, body);
    });

    it('have several results to cycle through, with n', async () => {
      server().options = { reply: 'one' };
      await configure({ 'completeSelection.parameters': { n: 3 } });
      const [editor, done] = await completing('[Count: ]');
      await done;
      assert.equal(editor.document.getText(), 'Count: one');
      assert.ok((await controls(editor)).includes('1/3 $(chevron-right)'));
    });

    it('ask for the best of several, and write that one', async () => {
      server().options = { reply: 'one' };
      await configure({ 'completeSelection.parameters': { best_of: 3 } });
      const [editor, done] = await completing('[Count: ]');
      await done;
      const { body } = server().requests.at(-1) ?? {};
      assert.equal(body?.['best_of'], 3);
      assert.equal(editor.document.getText(), 'Count: one');
      assert.deepEqual(await controls(editor), ['$(check) Accept', 'Discard', 'Retry', 'Inspect']);
    });

    it('do not write the echoed prompt a second time', async () => {
      server().options = { reply: 'one two' };
      await configure({ 'completeSelection.parameters': { echo: true } });
      const [editor, done] = await completing('[Count: ]');
      await done;
      assert.equal(server().requests.at(-1)?.body['echo'], true);
      assert.equal(editor.document.getText(), 'Count: one two');
    });

    it('write no raw tokens into the document', async () => {
      server().options = { reply: 'one two' };
      await configure({ 'completeSelection.parameters': { return_raw_tokens: true } });
      const [editor, done] = await completing('[Count: ]');
      await done;
      assert.equal(server().requests.at(-1)?.body['return_raw_tokens'], true);
      assert.equal(editor.document.getText(), 'Count: ');
    });

    it('that do not fit are left out', async () => {
      server().options = { reply: 'one' };
      await configure({ 'completeSelection.parameters': { temperature: 9 } });
      const [editor, done] = await completing('[Count: ]');
      await done;
      assert.equal(server().requests.at(-1)?.body['temperature'], 0);
      assert.equal(editor.document.getText(), 'Count: one');
    });
  });

  describe('a failure', () => {
    it('leaves what came, and Retry goes on from there', async () => {
      server().options = { reply: 'one two three four', failure: { cutAfterTokens: 2 } };
      const [editor, done] = await completing('[Count: ]');
      await done;
      const came = editor.document.getText();
      assert.match(came, /^Count: one/);
      assert.ok((await controls(editor)).includes('$(warning) Retry'));
      server().options = { reply: ' and so on' };
      await vscode.commands.executeCommand('inkling.retryCompletion');
      assert.equal(server().requests.at(-1)?.body['prompt'], came);
      assert.equal(editor.document.getText(), `${came} and so on`);
    });
  });
});
