import * as vscode from 'vscode';
import type { GhostTextDocument } from '../inline/ghostTextRequest';

/** A document as the pipeline knows it, with the indentation of the editor that shows it. */
export function ghostTextDocument(document: vscode.TextDocument): GhostTextDocument {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const { insertSpaces, tabSize } = editor?.options ?? {};
  return {
    id: document.uri.toString(),
    languageId: document.languageId,
    indentation: {
      insertSpaces: insertSpaces !== false,
      width: typeof tabSize === 'number' ? tabSize : 4,
    },
  };
}
