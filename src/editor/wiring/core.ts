import type * as vscode from 'vscode';
import type { CompletionBackend } from '../../completions/completionBackend';
import type { BackendSelection } from '../backendSelection';
import type { BatterySaver } from '../batterySaver';
import type { FailureNotice } from '../failureNotice';
import type { GhostTextSwitches } from '../ghostTextSwitches';
import type { Log } from '../log';
import type { Settings } from '../settings';
import type { StatusBar } from '../statusBar';
import type { CompletionHistory } from '../../inspector/completionHistory';
import type { TokenRates } from '../../prompt/tokenRate';

/** What is there from the start, for the parts that are loaded when they are first used. */
export interface Core {
  readonly log: Log;
  readonly memory: vscode.Memento;
  readonly settings: Settings;
  readonly status: StatusBar;
  readonly switches: GhostTextSwitches;
  readonly saver: BatterySaver;
  readonly notice: FailureNotice;
  readonly embedded: CompletionBackend;
  readonly backend: BackendSelection;
  /** Whether the embedded engine would answer now. */
  readonly isEmbedded: () => Promise<boolean>;
  readonly rates: TokenRates;
  readonly history: CompletionHistory;
  /** The backend, with what it answers written into the history; `origin` is for the person. */
  readonly recorded: (origin: string) => CompletionBackend;
}
