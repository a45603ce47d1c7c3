import * as vscode from 'vscode';
import { insertableText } from '../inspector/branchRequest';
import type { CompletionRecord } from '../inspector/completionRecord';

/** Puts it at the cursor of the document that it was made for, or else of the active one. */
export async function insertCompletion(record: CompletionRecord, choice: number): Promise<void> {
  const { visibleTextEditors, activeTextEditor } = vscode.window;
  const own = visibleTextEditors.find(({ document }) => isPlaceOf(record, document));
  const editor = own ?? activeTextEditor ?? visibleTextEditors[0] ?? (await goToPlace(record));
  if (!editor) throw new Error(vscode.l10n.t('there is no open document to insert it into.'));
  const text = insertableText(record, choice);
  const done = await editor.edit((edit) => {
    for (const { active } of editor.selections) edit.insert(active, text);
  });
  if (!done) throw new Error(vscode.l10n.t('the document takes no more text.'));
  await vscode.window.showTextDocument(editor.document, {
    viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active,
  });
}

/** Opens the document at the place where the completion was asked for. */
export async function goToPlace({
  place,
}: CompletionRecord): Promise<vscode.TextEditor | undefined> {
  if (!place) return undefined;
  const position = new vscode.Position(place.line, place.character);
  return vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
    selection: new vscode.Range(position, position),
  });
}

function isPlaceOf({ place }: CompletionRecord, document: vscode.TextDocument): boolean {
  return document.uri.toString() === place?.uri;
}
