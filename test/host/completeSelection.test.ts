import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled } from './editing';

describe('Complete Selection', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: '' });
    await configure({ backend: 'remote', endpoint: server.url });
  });

  after(async () => {
    await resetConfiguration();
    await server.close();
  });

  /** Runs the command over the selection, drawn as `[…]` in the text. */
  async function completing(text: string): Promise<[vscode.TextEditor, Thenable<unknown>]> {
    const start = text.indexOf('[');
    const end = text.indexOf(']') - 1;
    const editor = await openUntitled('plaintext', text.replace('[', '').replace(']', ''));
    const { document } = editor;
    editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(end));
    return [editor, vscode.commands.executeCommand('inkling.completeSelection')];
  }

  it('sends the selection and writes the completion right after it', async () => {
    server.options = { reply: ' upon a time,\nthere was' };
    const [editor, done] = await completing('before [Once] after');
    await done;
    assert.equal(editor.document.getText(), 'before Once upon a time,\nthere was after');
    assert.equal(server.requests.at(-1)?.body['prompt'], 'Once');
  });

  it('is one step to undo', async () => {
    server.options = { reply: 'one two three four five six seven', tokenInterval: 20 };
    const [editor, done] = await completing('[Count: ]');
    await done;
    assert.equal(editor.document.getText(), 'Count: one two three four five six seven');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'Count: ');
  });

  it('streams: the beginning is there before the end', async () => {
    server.options = { reply: 'first second third fourth', tokenInterval: 300 };
    const [editor, done] = await completing('[Say: ]');
    const partial = await waitUntil('a part of the text is there', () => {
      const text = editor.document.getText();
      return text !== 'Say: ' && text;
    });
    assert.ok(partial.length < 'Say: first second third fourth'.length, partial);
    await done;
    assert.equal(editor.document.getText(), 'Say: first second third fourth');
  });

  it('follows what the person types above it meanwhile', async () => {
    server.options = { reply: 'one two three four five six', tokenInterval: 50 };
    const [editor, done] = await completing('top\n[Count: ]\nbottom');
    await waitUntil('it has begun', () => editor.document.getText().includes('one'));
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    for (const character of 'typed\n') {
      await vscode.commands.executeCommand('type', { text: character });
    }
    await done;
    assert.equal(
      editor.document.getText(),
      'typed\ntop\nCount: one two three four five six\nbottom',
    );
  });

  it('goes on in a document that is no longer shown', async () => {
    server.options = { reply: 'one two three four five six', tokenInterval: 50 };
    const [editor, done] = await completing('[Count: ]');
    await waitUntil('it has begun', () => editor.document.getText().includes('one'));
    await openUntitled('plaintext', 'another document');
    await done;
    assert.equal(editor.document.getText(), 'Count: one two three four five six');
  });

  it('stops, and closes the socket, when the document is closed', async () => {
    server.options = { reply: 'one two three four five six', tokenInterval: 200 };
    const [editor, done] = await completing('[Count: ]');
    await waitUntil('it has begun', () => editor.document.getText().includes('one'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await done;
    assert.equal(await server.requests.at(-1)?.closedEarly, true);
  });

  it('keeps its place in a document with CRLF line ends', async () => {
    server.options = { reply: 'one\ntwo\nthree\nfour', tokenInterval: 20 };
    const [editor, done] = await completing('top\r\n[Count:\r\n]bottom\r\n');
    await done;
    assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
    assert.equal(
      editor.document.getText(),
      'top\r\nCount:\r\none\r\ntwo\r\nthree\r\nfourbottom\r\n',
    );
    assert.equal(server.requests.at(-1)?.body['prompt'], 'Count:\n');
  });

  it('leaves nothing selected that the next key would replace', async () => {
    server.options = { reply: ' upon a time' };
    const [editor, done] = await completing('[Once] after');
    await done;
    await vscode.commands.executeCommand('type', { text: '!' });
    assert.equal(editor.document.getText(), 'Once upon a time! after');
  });

  it('keeps what came when the server breaks off', async () => {
    server.options = { reply: 'one two three four', failure: { cutAfterTokens: 2 } };
    const [editor, done] = await completing('[Count: ]');
    await done;
    const text = editor.document.getText();
    assert.ok(text.startsWith('Count: one') && !text.includes('four'), text);
  });

  it('completes the line up to the cursor when nothing is selected', async () => {
    server.options = { reply: ' world' };
    const editor = await openUntitled('plaintext', 'first line\nHello');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(editor.document.getText(), 'first line\nHello world');
    assert.equal(server.requests.at(-1)?.body['prompt'], 'Hello');
  });

  it('sends nothing when there is nothing to complete', async () => {
    const asked = server.requests.length;
    await openUntitled('plaintext', '');
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(server.requests.length, asked);
  });

  it('sends nothing of a file that holds secrets', async () => {
    const asked = server.requests.length;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'server.key');
    await vscode.workspace.fs.writeFile(file, Buffer.from('SECRET'));
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(0, 0, 0, 6);
    await vscode.commands.executeCommand('inkling.completeSelection');
    assert.equal(server.requests.length, asked);
  });

  it('is answered by the embedded engine too', async () => {
    await configure({ backend: 'embedded' });
    const [editor, done] = await completing("[import { Observable } from '../Ob]");
    await done;
    assert.match(editor.document.getText(), /^import \{ Observable \} from '\.\.\/Observable'/);
  });
});
