import * as vscode from 'vscode';
import type { OutcomeListener } from '../completions/completionOutcome';
import { AcceptedText, SURVIVAL_CHECKS } from '../inline/acceptedText';

/** Longer documents are not read again to see what has become of a few words. */
const LONGEST_DOCUMENT_LINES = 20_000;

/** Looks after accepted ghost text, to tell how much of it lasts. */
export class AcceptedTexts implements vscode.Disposable {
  private readonly texts = new Map<AcceptedText, vscode.TextDocument>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly outcomes: OutcomeListener) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        for (const [text, of] of this.texts) {
          if (of !== document) continue;
          for (const { rangeOffset, rangeLength, text: inserted } of contentChanges) {
            text.change({ offset: rangeOffset, deleted: rangeLength, inserted: inserted.length });
          }
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        for (const [text, of] of this.texts) if (of === document) this.texts.delete(text);
      }),
    ];
  }

  /** `text`, of the completion of that number, was put into `document` at `position`. */
  follow(
    completion: number,
    document: vscode.TextDocument,
    position: vscode.Position,
    text: string,
  ): void {
    if (document.lineCount > LONGEST_DOCUMENT_LINES) return;
    const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const accepted = new AcceptedText(document.offsetAt(position), text, lineEnd);
    this.texts.set(accepted, document);
    for (const after of SURVIVAL_CHECKS) {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        if (!this.texts.has(accepted)) return;
        const share = accepted.shareIn(document.getText());
        this.outcomes.happened({ type: 'survival', completion, after, share });
        if (after === SURVIVAL_CHECKS.at(-1)) this.texts.delete(accepted);
      }, after);
      this.timers.add(timer);
    }
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.texts.clear();
  }
}
