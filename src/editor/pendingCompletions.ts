import * as vscode from 'vscode';
import type { SelectionCompletion, SelectionState } from './selectionCompletion';
import { whenLost } from './documentFate';

interface Pending {
  readonly completion: SelectionCompletion;
  readonly subscription: vscode.Disposable;
}

/** The completions of selections that are under way, or that the person has not decided about. */
export class PendingCompletions implements vscode.Disposable {
  private readonly pending = new Set<Pending>();
  /** The last ones of a document stay, so that undoing a part of their step can undo it all. */
  private readonly decided = new Map<vscode.TextDocument, SelectionCompletion[]>();
  private readonly change = new vscode.EventEmitter<void>();
  private readonly move = new vscode.EventEmitter<void>();
  private readonly subscription = vscode.workspace.onDidCloseTextDocument((document) => {
    this.forget(document);
  });

  /** Fires when there is one more or less, or one has changed its state. */
  readonly onDidChange = this.change.event;
  /** Fires when the text of one has changed or moved. */
  readonly onDidMove = this.move.event;

  /** Keeps an eye on `completion` until it is over. */
  add(completion: SelectionCompletion): void {
    const { document } = completion;
    const subscription = vscode.Disposable.from(
      completion.onDidChange(() => {
        if (completion.state === 'over') this.remove(entry);
        this.change.fire();
      }),
      completion.onDidMove(() => {
        this.move.fire();
      }),
      whenLost(document, () => {
        completion.accept();
      }),
    );
    const entry = { completion, subscription };
    this.pending.add(entry);
    this.change.fire();
  }

  /** Those of `document`, in the order of the text; all of them where none is named. */
  of(document?: vscode.TextDocument): SelectionCompletion[] {
    return [...this.pending]
      .map(({ completion }) => completion)
      .filter((completion) => document === undefined || completion.document === document)
      .sort((a, b) => a.range.start.compareTo(b.range.start));
  }

  /** Whether any of `document` is in `state`. */
  has(document: vscode.TextDocument | undefined, state: SelectionState): boolean {
    return document !== undefined && this.of(document).some((each) => each.state === state);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const { completion, subscription } of this.pending) {
      subscription.dispose();
      completion.dispose();
    }
    for (const completion of [...this.decided.values()].flat()) completion.dispose();
    this.pending.clear();
    this.decided.clear();
    this.change.dispose();
    this.move.dispose();
  }

  private remove(entry: Pending): void {
    if (!this.pending.delete(entry)) return;
    entry.subscription.dispose();
    const { completion } = entry;
    const { document } = completion;
    const earlier = this.decided.get(document) ?? [];
    const [same, others] = [true, false].map((shares) =>
      earlier.filter((each) => each.sharesStepWith(completion) === shares),
    );
    for (const each of others ?? []) each.dispose();
    this.decided.set(document, [...(same ?? []), completion]);
    if (document.isClosed) this.forget(document);
  }

  private forget(document: vscode.TextDocument): void {
    for (const completion of this.decided.get(document) ?? []) completion.dispose();
    this.decided.delete(document);
  }
}
