import * as vscode from 'vscode';

/** What says in `when` clauses that ghost text is snoozed. */
const CONTEXT_KEY = 'inkling.snoozed';

/** A time without ghost text that the person has asked for, in this window. */
export class Snooze implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private timer: NodeJS.Timeout | undefined;
  private until = 0;

  /** Fires when a snooze begins and when it ends. */
  readonly onDidChange = this.change.event;

  /** How long it goes on, in milliseconds; 0 where there is none. */
  get left(): number {
    return Math.max(0, this.until - Date.now());
  }

  /** Begins, in place of the one that there may be. */
  begin(minutes: number): void {
    const duration = minutes * 60_000;
    clearTimeout(this.timer);
    this.until = Date.now() + duration;
    this.timer = setTimeout(() => {
      this.end();
    }, duration);
    this.changed();
  }

  end(): void {
    clearTimeout(this.timer);
    this.until = 0;
    this.changed();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.change.dispose();
  }

  private changed(): void {
    void vscode.commands.executeCommand('setContext', CONTEXT_KEY, this.left > 0);
    this.change.fire();
  }
}
