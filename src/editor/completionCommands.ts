import * as vscode from 'vscode';
import type { PendingCompletions } from './pendingCompletions';
import { SelectionCompletion, type SelectionState } from './selectionCompletion';

/** Context keys that say what the completions of the active document allow. */
const CONTEXT_KEYS: Readonly<Record<string, readonly SelectionState[]>> = {
  'inkling.completionStreaming': ['streaming'],
  'inkling.completionStopped': ['stopped'],
  'inkling.completionPending': ['complete', 'stopped', 'failed'],
};

/** What the person can do with the completion of a selection, as commands and their enablement. */
export class CompletionCommands implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private readonly keys = new Map<string, boolean>();

  constructor(
    private readonly pending: PendingCompletions,
    private readonly retry: (completion: SelectionCompletion) => Promise<void>,
    private readonly inspect: (completion: SelectionCompletion) => Thenable<unknown>,
  ) {
    const update = () => {
      this.updateKeys();
    };
    this.subscriptions = [
      pending.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.commands.registerCommand('inkling.stopCompletion', async (given?: unknown) => {
        if (given instanceof SelectionCompletion) given.stop();
        else await this.escape();
      }),
      this.command('acceptCompletion', (each) => {
        each.accept();
      }),
      this.command('discardCompletion', (each) => each.discard()),
      this.command('retryCompletion', (each) => this.retry(each)),
      this.command('nextCompletion', (each) => each.show(1)),
      this.command('previousCompletion', (each) => each.show(-1)),
      this.command('inspectCompletion', (each) => this.inspect(each)),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /**
   * The Esc key: stops what streams, and takes back what it has stopped. A second Esc may come before
   * the editor knows that the first has stopped anything, and then finds the same command.
   */
  private async escape(): Promise<void> {
    const all = this.ofActiveDocument();
    const streaming = all.filter(({ state }) => state === 'streaming');
    for (const each of streaming) each.stop();
    const again = streaming.length === 0 && all.some(({ state }) => state === 'stopped');
    if (again) await Promise.all(all.map((each) => each.discard()));
  }

  private ofActiveDocument(): SelectionCompletion[] {
    const document = vscode.window.activeTextEditor?.document;
    return document ? this.pending.of(document) : [];
  }

  /** A command for the completion it is given, or for all those of the active document. */
  private command(
    name: string,
    run: (completion: SelectionCompletion) => unknown,
  ): vscode.Disposable {
    return vscode.commands.registerCommand(`inkling.${name}`, async (given?: unknown) => {
      const chosen = given instanceof SelectionCompletion ? [given] : this.ofActiveDocument();
      await Promise.all(chosen.map(run));
    });
  }

  private updateKeys(): void {
    const document = vscode.window.activeTextEditor?.document;
    for (const [key, states] of Object.entries(CONTEXT_KEYS)) {
      const value = states.some((state) => this.pending.has(document, state));
      if (this.keys.get(key) === value) continue;
      this.keys.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }
}
