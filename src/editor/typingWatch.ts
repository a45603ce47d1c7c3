import * as vscode from 'vscode';
import type { GhostTextPipeline } from '../inline/ghostTextPipeline';
import { ghostTextDocument } from './ghostTextDocument';
import { textWindow } from './textWindow';

/**
 * Tells the pipeline of every key at once. The editor itself asks for ghost text only 50 ms later, by
 * when a request that leads elsewhere would have cost that much for nothing.
 */
export class TypingWatch implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private changed: vscode.TextDocument | undefined;

  constructor(private readonly pipeline: GhostTextPipeline) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const isActive = vscode.window.activeTextEditor?.document === document;
        if (isActive && contentChanges.length > 0) this.changed = document;
      }),
      // It follows the change of the text, and knows better where the cursor is: not behind the
      // bracket that the editor has closed by itself.
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        if (textEditor !== vscode.window.activeTextEditor) return;
        const { document } = textEditor;
        const [selection] = selections;
        if (this.changed === document && selection?.isEmpty) {
          this.pipeline.typed(ghostTextDocument(document), textWindow(document, selection.active));
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
