import * as vscode from 'vscode';
import type { EditStep } from './foreignEdits';

/** Steps to undo that are gone back at most, lest it never ends. */
const MOST_STEPS = 2_000;
const MOST_TRIES = 5;

/**
 * Takes back text that was generated in several steps to undo because the person typed elsewhere in
 * between: goes back to before the first step, and then does again what the person did. What they
 * typed stays as it is, and stays theirs to undo.
 *
 * @param editor the active editor, with the document
 * @param before the document's text before anything was generated
 * @param edits what the person did since, without the generated text
 * @param target the document's text now, without the generated text
 */
export async function undoWithout(
  editor: vscode.TextEditor,
  before: string,
  edits: readonly EditStep[],
  target: string,
): Promise<void> {
  const { document, selections, visibleRanges } = editor;
  for (let step = 0; step < MOST_STEPS && document.getText() !== before; step++) {
    const { version } = document;
    await vscode.commands.executeCommand('undo');
    if (document.version === version) break;
  }
  if (document.getText() === before) {
    for (const step of edits) await apply(editor, step);
  } else {
    // The way back is lost: the text matters more than its history.
    const all = { rangeOffset: 0, rangeLength: document.getText().length, text: target };
    await apply(editor, [all]);
  }
  editor.selections = selections;
  const [visible] = visibleRanges;
  if (visible) editor.revealRange(visible, vscode.TextEditorRevealType.AtTop);
}

async function apply(editor: vscode.TextEditor, step: EditStep): Promise<void> {
  const { document } = editor;
  const edit = (builder: vscode.TextEditorEdit) => {
    for (const { rangeOffset, rangeLength, text } of step) {
      const start = document.positionAt(rangeOffset);
      builder.replace(
        new vscode.Range(start, document.positionAt(rangeOffset + rangeLength)),
        text,
      );
    }
  };
  // Refused where the person types at the same moment.
  for (let tries = 0; tries < MOST_TRIES; tries++) if (await editor.edit(edit)) return;
}
