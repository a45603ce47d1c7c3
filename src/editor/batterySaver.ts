import * as vscode from 'vscode';
import type { Settings } from './settings';

/** Between two looks at where the current comes from, in milliseconds. Windows starts a program for it. */
const LOOK_INTERVAL = process.platform === 'win32' ? 300_000 : 60_000;

/** Says whether to do without what can wait: by the setting, or by where the machine's current is from. */
export class BatterySaver implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private onBattery: boolean | undefined;
  private wasSaving = false;

  readonly onDidChange = this.change.event;

  /** @param isLocal whether the machine that this runs on is the one before the person */
  constructor(
    private readonly settings: Settings,
    private readonly isLocal: boolean,
  ) {
    this.subscription = settings.onDidChange(() => {
      this.begin();
    });
    this.begin();
  }

  get saving(): boolean {
    const { batterySaver } = this.settings;
    return batterySaver === 'automatic' ? this.onBattery === true : batterySaver === 'always';
  }

  dispose(): void {
    clearInterval(this.timer);
    this.subscription.dispose();
    this.change.dispose();
  }

  private begin(): void {
    const wanted = this.isLocal && this.settings.batterySaver === 'automatic';
    if (wanted && this.timer === undefined) {
      this.timer = setInterval(() => void this.look(), LOOK_INTERVAL);
      setImmediate(() => void this.look()); // not while the extension starts
    } else if (!wanted) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
    this.tell();
  }

  private async look(): Promise<void> {
    const { isOnBattery } = await import('./powerSource');
    this.onBattery = await isOnBattery(process.platform);
    // A machine that has no battery will not have one in a minute.
    if (this.onBattery === undefined) clearInterval(this.timer);
    this.tell();
  }

  private tell(): void {
    if (this.saving === this.wasSaving) return;
    this.wasSaving = this.saving;
    this.change.fire();
  }
}
