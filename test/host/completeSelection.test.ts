import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  begun,
  completing,
  controls,
  endlessReply,
  typeAt,
  undone,
  useCompletingServer,
} from './completing';
import { configure } from './configuration';
import { openUntitled, typeText } from './editing';
import { Gate } from '../support/gate';
import { waitUntil } from '../support/waitUntil';

describe('Complete Selection', () => {
  const server = useCompletingServer();

  it('sends the selection and writes the completion right after it', async () => {
    server().options = { reply: ' upon a time,\nthere was' };
    const [editor, done] = await completing('before [Once] after');
    await done;
    assert.equal(editor.document.getText(), 'before Once upon a time,\nthere was after');
    assert.equal(server().requests.at(-1)?.body['prompt'], 'Once');
  });

  it('sends the selection in the format that the model needs, and nothing from around it', async () => {
    server().options = { reply: ' upon a time' };
    await configure({ model: 'starcoder2' });
    const [editor, done] = await completing('before [Once] after');
    await done;
    await configure({ model: 'plain-model' });
    assert.equal(editor.document.getText(), 'before Once upon a time after');
    assert.equal(
      server().requests.at(-1)?.body['prompt'],
      '<fim_prefix>Once<fim_suffix> after<fim_middle>',
    );
  });

  it('is one step to undo', async () => {
    server().options = { reply: 'one two three four five six seven', tokenInterval: 20 };
    const [editor, done] = await completing('[Count: ]');
    await done;
    assert.equal(editor.document.getText(), 'Count: one two three four five six seven');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'Count: ');
  });

  it('streams: the beginning is there before the end', async () => {
    const gate = new Gate();
    server().options = { reply: 'first second third fourth', hold: { afterTokens: 3, gate } };
    const [editor, done] = await completing('[Say: ]');
    const partial = await waitUntil('a part of the text is there', () => {
      const text = editor.document.getText();
      return text !== 'Say: ' && text;
    });
    assert.ok(partial.length < 'Say: first second third fourth'.length, partial);
    gate.open();
    await done;
    assert.equal(editor.document.getText(), 'Say: first second third fourth');
  });

  it('follows what the person types above it and below it meanwhile', async () => {
    const gate = new Gate();
    const hold = { afterTokens: 5, gate };
    server().options = { reply: 'one two three four five six', tokenInterval: 300, hold };
    const [editor, done] = await completing('top\n[Count: ]\nbottom');
    await begun(editor);
    await typeAt(editor, 0, 'typed\n');
    await typeAt(editor, 3, 'low');
    gate.open();
    await done;
    assert.equal(
      editor.document.getText(),
      'typed\ntop\nCount: one two three four five six\nlowbottom',
    );
  });

  it('is one step to undo, and what was typed elsewhere meanwhile are others', async () => {
    const gate = new Gate();
    const hold = { afterTokens: 6, gate };
    server().options = { reply: 'one two three four five six seven', tokenInterval: 300, hold };
    const [editor, done] = await completing('top\n[Count: ]\nbottom');
    await begun(editor);
    await typeAt(editor, 0, 'ab cd');
    gate.open();
    await done;
    const { document } = editor;
    assert.equal(document.getText(), 'ab cdtop\nCount: one two three four five six seven\nbottom');
    await vscode.commands.executeCommand('undo');
    await waitUntil('the completion is gone, whole and alone', () => {
      return document.getText() === 'ab cdtop\nCount: \nbottom';
    });
    // Until the cursor is back where it was.
    await setTimeout(100);
    assert.deepEqual(await undone(editor, 2), ['ab top\nCount: \nbottom', 'top\nCount: \nbottom']);
  });

  it('stops when the person edits the generated text, and keeps both', async () => {
    server().options = { reply: endlessReply, tokenInterval: 100 };
    const [editor, done] = await completing('[Count: ]');
    await begun(editor);
    editor.selection = new vscode.Selection(0, 8, 0, 8);
    await typeText('!');
    await done;
    assert.match(editor.document.getText(), /^Count: o!ne/);
    assert.equal(await server().requests.at(-1)?.closedEarly, true);
    assert.deepEqual(await controls(editor), []);
  });

  it('stops when the person goes on typing where it is written', async () => {
    server().options = { reply: endlessReply, tokenInterval: 100 };
    const [editor, done] = await completing('[Count: ]');
    await begun(editor);
    await typeText('!');
    await done;
    assert.match(editor.document.getText(), /^Count: one.*!$/);
    assert.equal(await server().requests.at(-1)?.closedEarly, true);
  });

  it('completes several selections, each at its own place', async () => {
    server().options = { reply: ({ prompt }) => ` after ${String(prompt)}`, tokenInterval: 20 };
    const [editor, done] = await completing('[One] and [two]\nand [three].');
    await done;
    assert.equal(
      editor.document.getText(),
      'One after One and two after two\nand three after three.',
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'One and two\nand three.');
  });

  it('goes on in a document that is no longer shown', async () => {
    const gate = new Gate();
    const hold = { afterTokens: 3, gate };
    server().options = { reply: 'one two three four five six', tokenInterval: 50, hold };
    const [editor, done] = await completing('[Count: ]');
    await begun(editor);
    await openUntitled('plaintext', 'another document');
    gate.open();
    await done;
    assert.equal(editor.document.getText(), 'Count: one two three four five six');
  });

  it('stops, and closes the socket, when the document is closed', async () => {
    server().options = { reply: endlessReply, tokenInterval: 100 };
    const [editor, done] = await completing('[Count: ]');
    await waitUntil('it has begun', () => editor.document.getText().includes('one'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await done;
    assert.equal(await server().requests.at(-1)?.closedEarly, true);
  });

  it('keeps its place in a document with CRLF line ends', async () => {
    server().options = { reply: 'one\ntwo\nthree\nfour', tokenInterval: 20 };
    const [editor, done] = await completing('top\r\n[Count:\r\n]bottom\r\n');
    await done;
    assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
    assert.equal(
      editor.document.getText(),
      'top\r\nCount:\r\none\r\ntwo\r\nthree\r\nfourbottom\r\n',
    );
    assert.equal(server().requests.at(-1)?.body['prompt'], 'Count:\n');
  });

  it('writes into the cell of a notebook', async () => {
    server().options = { reply: 'one two' };
    const { Code } = vscode.NotebookCellKind;
    const cells = [new vscode.NotebookCellData(Code, 'total = ', 'python')];
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData(cells),
    );
    await vscode.window.showNotebookDocument(notebook);
    const editor = await waitUntil('the cell is edited', async () => {
      await vscode.commands.executeCommand('notebook.cell.edit');
      const { activeTextEditor: active } = vscode.window;
      return active?.document.uri.scheme === 'vscode-notebook-cell' && active;
    });
    editor.selection = new vscode.Selection(0, 0, 0, 8);
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(editor.document.getText(), 'total = one two');
    assert.equal(server().requests.at(-1)?.body['prompt'], 'total = ');
  });

  it('leaves nothing selected that the next key would replace', async () => {
    server().options = { reply: ' upon a time' };
    const [editor, done] = await completing('[Once] after');
    await done;
    await vscode.commands.executeCommand('type', { text: '!' });
    assert.equal(editor.document.getText(), 'Once upon a time! after');
  });

  it('completes the line up to the cursor when nothing is selected', async () => {
    server().options = { reply: ' world' };
    const editor = await openUntitled('plaintext', 'first line\nHello');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(editor.document.getText(), 'first line\nHello world');
    assert.equal(server().requests.at(-1)?.body['prompt'], 'Hello');
  });

  it('completes the lines of several cursors when nothing is selected', async () => {
    server().options = { reply: ({ prompt }) => ` after ${String(prompt)}` };
    const editor = await openUntitled('plaintext', 'one rest\ntwo rest');
    editor.selections = [0, 1].map((line) => new vscode.Selection(line, 3, line, 3));
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(editor.document.getText(), 'one after one rest\ntwo after two rest');
  });

  it('sends nothing when there is nothing to complete', async () => {
    const asked = server().requests.length;
    await openUntitled('plaintext', '');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(server().requests.length, asked);
  });

  it('sends nothing of a file that holds secrets', async () => {
    const asked = server().requests.length;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'server.key');
    await vscode.workspace.fs.writeFile(file, Buffer.from('SECRET'));
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(0, 0, 0, 6);
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(server().requests.length, asked);
  });

  describe('from the embedded engine', () => {
    before(() => configure({ backend: 'embedded' }));
    it('is written the same way', async () => {
      const [editor, done] = await completing("[import { Observable } from '../Ob]");
      await done;
      assert.match(editor.document.getText(), /^import \{ Observable \} from '\.\.\/Observable'/);
    });

    it('is valid JSON where a grammar is asked for', async () => {
      const parameters = { grammar_root: 'object', max_tokens: 200 };
      await configure({ 'completeSelection.parameters': parameters });
      const [editor, done] = await completing('[const settings = ]');
      await done;
      const written = editor.document.getText().slice('const settings = '.length);
      assert.equal(typeof JSON.parse(written), 'object', written);
    });
  });
});
