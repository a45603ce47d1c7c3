import * as vscode from 'vscode';
import type { CompletionError } from '../completions/completionError';
import type { BackendKind } from './backendSelection';
import { appearanceOf, type Status } from './statusAppearance';

/** A request that takes no longer than this is not shown as under way, in milliseconds. */
const SPINNER_DELAY = 150;
/** While something counts down, in milliseconds. */
const TICK = 1_000;

/** What of the status depends on where the person is, and on his switches. */
export type StatusOfPlace = Pick<Status, 'silence' | 'language' | 'snooze' | 'saving'>;

/** Says in the status bar which backend answers and how it is doing. */
export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable[];
  private backend: { kind: BackendKind; name: string } = { kind: 'embedded', name: '' };
  private isThinking = false;
  private failure: CompletionError | undefined;
  /** Milliseconds since 1970. */
  private pausedUntil = 0;
  private learning: string | undefined;
  private progress: number | undefined;
  private spinner: NodeJS.Timeout | undefined;
  private tick: NodeJS.Timeout | undefined;
  private sentence = '';

  /**
   * @param command what a click runs
   * @param place what holds where the person is
   */
  constructor(
    command: string,
    private readonly place: () => StatusOfPlace,
  ) {
    this.item = vscode.window.createStatusBarItem('inkling', vscode.StatusBarAlignment.Right, 100);
    this.item.name = 'Inkling';
    this.item.command = command;
    const update = () => {
      this.update();
    };
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(update),
      // A document that gets another language is opened anew.
      vscode.workspace.onDidOpenTextDocument(update),
    ];
    this.update();
    this.item.show();
  }

  /** What matters most of how Inkling is doing, in a sentence. */
  get text(): string {
    return this.sentence;
  }

  /** Which backend answers; `name` is its host. What went wrong before counts no more. */
  setBackend(kind: BackendKind, name: string): void {
    this.backend = { kind, name };
    this.settle();
  }

  /** What the embedded engine has learned from, or is learning from, with how much of it, 0 to 1. */
  setLearning(text: string, progress?: number): void {
    this.learning = text;
    this.progress = progress;
    this.update();
  }

  /** A request is under way; shown only when it takes its time, so that nothing flickers. */
  thinking(): void {
    this.spinner ??= setTimeout(() => {
      this.isThinking = true;
      this.failure = undefined;
      this.update();
    }, SPINNER_DELAY);
  }

  idle(): void {
    this.settle();
  }

  /** @param pause milliseconds until the server is asked by itself again */
  failed(error: CompletionError, pause: number): void {
    this.settle(error, pause);
  }

  /** Nothing is asked by itself for `pause` milliseconds: the server's limit would not allow it. */
  held(pause: number): void {
    if (this.failure) return;
    this.settle(undefined, pause);
  }

  /** Says anew what holds where the person is. */
  update(): void {
    const { icon, text, lines, warns } = appearanceOf(this.status());
    this.item.text = `$(${icon}) ${text}`;
    this.item.tooltip = lines.join('\n\n');
    this.sentence = lines[0] ?? '';
    this.item.accessibilityInformation = { label: `${text}. ${lines.join(' ')}` };
    this.item.backgroundColor = warns
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
  }

  dispose(): void {
    clearTimeout(this.spinner);
    clearTimeout(this.tick);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private settle(failure?: CompletionError, pause = 0): void {
    clearTimeout(this.spinner);
    this.spinner = undefined;
    this.isThinking = false;
    this.failure = failure;
    this.pausedUntil = Date.now() + pause;
    this.update();
  }

  private status(): Status {
    const place = this.place();
    const pause = Math.max(0, this.pausedUntil - Date.now());
    // A limit that lets requests through again is no failure any more.
    if (pause === 0 && this.failure?.kind === 'rateLimit') this.failure = undefined;
    clearTimeout(this.tick);
    if ((pause > 0 && pause < Infinity) || place.snooze > 0) {
      this.tick = setTimeout(() => {
        this.update();
      }, TICK);
    }
    return {
      ...this.backend,
      ...place,
      thinking: this.isThinking,
      failure: this.failure,
      pause,
      learning: this.learning,
      progress: this.progress,
    };
  }
}
