import * as vscode from 'vscode';
import type { CompletionCommand } from './completionCommandNames';
import type { PendingCompletions } from './pendingCompletions';
import { SelectionCompletion, type SelectionState } from './selectionCompletion';

/** Context keys that say what the completions of the active document allow. */
const CONTEXT_KEYS: Readonly<Record<string, readonly SelectionState[]>> = {
  'inkling.completionStreaming': ['streaming'],
  'inkling.completionStopped': ['stopped'],
  'inkling.completionPending': ['complete', 'stopped', 'failed'],
};

/** What the person can do with the completion of a selection, and which of it is possible now. */
export class CompletionCommands implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private readonly keys = new Map<string, boolean>();
  private readonly actions: Record<CompletionCommand, (each: SelectionCompletion) => unknown>;

  constructor(
    private readonly pending: PendingCompletions,
    retry: (completion: SelectionCompletion) => Promise<void>,
    inspect: (completion: SelectionCompletion) => Thenable<unknown>,
  ) {
    const update = () => {
      this.updateKeys();
    };
    this.subscriptions = [
      pending.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
    ];
    this.actions = {
      stopCompletion: (each) => {
        each.stop();
      },
      acceptCompletion: (each) => {
        each.accept();
      },
      discardCompletion: (each) => each.discard(),
      retryCompletion: retry,
      nextCompletion: (each) => each.show(1),
      previousCompletion: (each) => each.show(-1),
      inspectCompletion: inspect,
    };
  }

  /** @param given the completion that is meant; otherwise all those of the active document are */
  async run(command: CompletionCommand, given?: unknown): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const all = document ? this.pending.of(document) : [];
    if (given instanceof SelectionCompletion) await this.actions[command](given);
    else await Promise.all(all.map(this.actions[meant(command, all)]));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private updateKeys(): void {
    const document = vscode.window.activeTextEditor?.document;
    const several = document && this.pending.of(document).some(hasSeveral);
    this.tell('inkling.completionSeveral', several === true);
    for (const [key, states] of Object.entries(CONTEXT_KEYS)) {
      this.tell(
        key,
        states.some((state) => this.pending.has(document, state)),
      );
    }
  }

  private tell(key: string, value: boolean): void {
    if (this.keys.get(key) === value) return;
    this.keys.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}

/** Whether there is another sample to show. */
function hasSeveral({ state, position }: SelectionCompletion): boolean {
  return state !== 'streaming' && position.count > 1;
}

/**
 * Esc stops what streams, and a second Esc takes back what it has stopped. That may come before the
 * editor knows that anything has stopped, and then still says stop.
 */
function meant(command: CompletionCommand, all: readonly SelectionCompletion[]): CompletionCommand {
  const isSecond =
    command === 'stopCompletion' &&
    all.some(({ state }) => state === 'stopped') &&
    all.every(({ state }) => state !== 'streaming');
  return isSecond ? 'discardCompletion' : command;
}
