import * as vscode from 'vscode';
import type { RequestPlace } from '../inspector/requestNotes';

/** A place in a document as the history keeps it. */
export function requestPlace(
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
): RequestPlace {
  const file = vscode.workspace.asRelativePath(document.uri, false);
  return { uri: document.uri.toString(), file, line, character };
}

/** Where the person is; undefined outside of documents. */
export function currentPlace(): RequestPlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && requestPlace(editor.document, editor.selection.active);
}
