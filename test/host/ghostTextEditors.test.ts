import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { configure, resetConfiguration } from './configuration';
import { acceptGhostText, openUntitled, typeText } from './editing';
import { useServer } from './useServer';

describe('Ghost text in an editor that is not a plain one', () => {
  const server = useServer({ reply: 'measured;\n' });

  before(async () => {
    await configure({ backend: 'remote', endpoint: server().url });
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await resetConfiguration();
  });

  it('fills the place of a snippet where VS Code lets it, and lets the snippet go on', async () => {
    await configure({ 'inlineSuggest.suppressInSnippetMode': false }, 'editor');
    server().options = { reply: 'measured' };
    const editor = await openUntitled('typescript', '');
    await editor.insertSnippet(new vscode.SnippetString('call(${1:first}, ${2:second});$0'));
    await typeText('a = ');
    await acceptGhostText(editor);
    assert.equal(editor.document.getText(), 'call(a = measured, second);');
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    assert.equal(editor.document.getText(editor.selection), 'second');
  });

  it('is for all of several cursors that have typed the same', async () => {
    server().options = { reply: 'measured;\n' };
    const editor = await openUntitled('typescript', 'one\ntwo\n');
    editor.selections = [0, 1].map((line) => new vscode.Selection(line, 3, line, 3));
    await typeText(' = ');
    await acceptGhostText(editor);
    assert.equal(editor.document.getText(), 'one = measured;\ntwo = measured;\n');
  });

  it('comes in the side of a diff editor that can be changed', async () => {
    const left = await vscode.workspace.openTextDocument({
      language: 'typescript',
      content: 'a\n',
    });
    const right = await vscode.workspace.openTextDocument({
      ...{ language: 'typescript', content: 'b' },
    });
    await vscode.commands.executeCommand('vscode.diff', left.uri, right.uri);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.equal(editor.document, right);
    await vscode.commands.executeCommand('cursorBottom');
    await typeText(' = ');
    await acceptGhostText(editor);
    assert.equal(right.getText(), 'b = measured;');
  });

  it('does not come, nor is anything asked, where nothing can be typed', async () => {
    const content = { provideTextDocumentContent: () => 'const readOnly = ' };
    const provider = vscode.workspace.registerTextDocumentContentProvider('shown-only', content);
    try {
      const uri = vscode.Uri.parse('shown-only:/text.ts');
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      await vscode.commands.executeCommand('cursorBottom');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      const writable = await openUntitled('typescript', 'const writable =');
      await typeText(' ');
      await acceptGhostText(writable);
      const prompts = server().requests.map(({ body }) => String(body['prompt']));
      assert.deepEqual(
        prompts.filter((prompt) => prompt.endsWith('const readOnly = ')),
        [],
      );
    } finally {
      provider.dispose();
    }
  });
});
