import * as vscode from 'vscode';
import { localizedFailure } from './localized';
import type { PendingCompletions } from './pendingCompletions';

/** Marks generated text in the editors until the person has decided about it. */
export class CompletionMarks implements vscode.Disposable {
  private readonly generated = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.addedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly brokenOff = vscode.window.createTextEditorDecorationType({
    after: {
      contentText: `  ⚠ ${vscode.l10n.t('incomplete')}`,
      color: new vscode.ThemeColor('editorWarning.foreground'),
      fontStyle: 'italic',
    },
  });
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly pending: PendingCompletions) {
    const show = () => {
      for (const editor of vscode.window.visibleTextEditors) this.show(editor);
    };
    this.subscriptions = [
      pending.onDidChange(show),
      pending.onDidMove(show),
      vscode.window.onDidChangeVisibleTextEditors(show),
    ];
  }

  dispose(): void {
    for (const each of [...this.subscriptions, this.generated, this.brokenOff]) each.dispose();
  }

  private show(editor: vscode.TextEditor): void {
    const completions = this.pending.of(editor.document);
    editor.setDecorations(
      this.generated,
      completions.map(({ range }) => range),
    );
    const failed = completions.filter(({ state }) => state === 'failed');
    editor.setDecorations(
      this.brokenOff,
      failed.map(({ range, failure }) => ({
        range: new vscode.Range(range.end, range.end),
        hoverMessage: failure ? localizedFailure(failure) : [],
      })),
    );
  }
}
