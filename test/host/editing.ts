import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';

/** Opens an untitled document with `content` and the cursor at its end. */
export async function openUntitled(language: string, content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

/** Opens a file of the workspace, named by its path from the workspace folder. */
export async function openFile(path: string): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'The host has a workspace folder.');
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, path));
}

/** Types as a keyboard would, through the editor's typing command. */
export async function typeText(text: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text });
}

/**
 * Asks for ghost text and accepts it when it is there. What was shown is hidden first: the editor
 * does not ask again where it has an answer, an empty one included.
 */
export async function acceptGhostText(editor: vscode.TextEditor): Promise<void> {
  const before = editor.document.version;
  await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  await waitUntil(`ghost text is accepted in ${editor.document.uri.toString()}`, async () => {
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    return editor.document.version > before;
  });
}
