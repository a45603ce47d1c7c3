import * as vscode from 'vscode';
import type { GhostTextPipeline } from '../inline/ghostTextPipeline';
import type { GhostTextOptions } from '../inline/ghostTextRequest';
import { ghostTextDocument } from './ghostTextDocument';
import { textWindow } from './textWindow';

type OptionsThere = Promise<GhostTextOptions> | undefined;

/** Longer text was pasted: the editor does not ask for ghost text after it. */
const LONGEST_TYPED = 40;

/**
 * Tells the pipeline of every key at once. The editor itself asks for ghost text only 50 ms later, by
 * when a request that leads elsewhere would have cost that much for nothing, and one that is worth it
 * could have been under way.
 */
export class TypingWatch implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private changed: vscode.TextDocument | undefined;
  private isPasted = false;

  /** @param options of ghost text in a document; undefined where it does not come by itself */
  constructor(
    private readonly pipeline: GhostTextPipeline,
    private readonly options: (document: vscode.TextDocument) => OptionsThere,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const isActive = vscode.window.activeTextEditor?.document === document;
        if (!isActive || contentChanges.length === 0) return;
        this.changed = document;
        this.isPasted = contentChanges.some(({ text }) => text.length > LONGEST_TYPED);
      }),
      // It follows the change of the text, and knows better where the cursor is: not behind the
      // bracket that the editor has closed by itself.
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        if (textEditor !== vscode.window.activeTextEditor) return;
        const { document } = textEditor;
        const [selection] = selections;
        if (this.changed === document && selection?.isEmpty) {
          const window = textWindow(document, selection.active);
          // Nobody types on after what was undone, or written by an extension.
          const isTyped = kind === vscode.TextEditorSelectionChangeKind.Keyboard && !this.isPasted;
          const mayAsk = isTyped && selections.length === 1;
          this.pipeline.typed(ghostTextDocument(document), window, () =>
            mayAsk ? this.options(document) : undefined,
          );
        } else {
          this.pipeline.left();
        }
        this.changed = undefined;
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.pipeline.left();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
