import * as vscode from 'vscode';
import type { CompletionError, CompletionErrorKind } from '../completions/completionError';
import type { BackendKind } from './backendSelection';

/** A request that takes no longer than this is not shown as under way, in milliseconds. */
const SPINNER_DELAY = 150;

/** Says in the status bar which backend answers and how it is doing. */
export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private backend: { kind: BackendKind; name: string } = { kind: 'embedded', name: '' };
  private state: 'idle' | 'thinking' | CompletionError = 'idle';
  private learning: string | undefined;
  private spinner: NodeJS.Timeout | undefined;

  constructor(command: string) {
    this.item = vscode.window.createStatusBarItem('inkling', vscode.StatusBarAlignment.Right, 100);
    this.item.name = 'Inkling';
    this.item.command = command;
    this.show();
    this.item.show();
  }

  /** Which backend answers; `name` is its model or host, for the tooltip. */
  setBackend(kind: BackendKind, name: string): void {
    this.backend = { kind, name };
    this.state = 'idle';
    this.show();
  }

  /** What the embedded engine has learned from, or is learning from. */
  setLearning(text: string): void {
    this.learning = text;
    this.show();
  }

  /** A request is under way; shown only when it takes its time, so that nothing flickers. */
  thinking(): void {
    this.spinner ??= setTimeout(() => {
      this.setState('thinking');
    }, SPINNER_DELAY);
  }

  idle(): void {
    this.setState('idle');
  }

  failed(error: CompletionError): void {
    this.setState(error);
  }

  dispose(): void {
    clearTimeout(this.spinner);
    this.item.dispose();
  }

  private setState(state: typeof this.state): void {
    clearTimeout(this.spinner);
    this.spinner = undefined;
    if (state === this.state) return;
    this.state = state;
    this.show();
  }

  private show(): void {
    const { kind, name } = this.backend;
    const source =
      kind === 'embedded'
        ? vscode.l10n.t('The embedded engine answers, offline.')
        : vscode.l10n.t('{0} answers.', name);
    const lines = [source, ...(kind === 'embedded' && this.learning ? [this.learning] : [])];
    let text = kind === 'embedded' ? 'Inkling' : `Inkling: ${name}`;
    let icon = 'sparkle';
    if (this.state === 'thinking') {
      icon = 'loading~spin';
    } else if (this.state !== 'idle') {
      icon = 'warning';
      text = `Inkling: ${shortly(this.state.kind)}`;
      lines.unshift(this.state.message, this.state.remedy);
    }
    this.item.text = `$(${icon}) ${text}`;
    this.item.tooltip = lines.join('\n\n');
    this.item.accessibilityInformation = { label: [text, ...lines].join('. ') };
  }
}

function shortly(kind: CompletionErrorKind): string {
  switch (kind) {
    case 'authentication':
      return vscode.l10n.t('key refused');
    case 'permission':
      return vscode.l10n.t('no access');
    case 'billing':
      return vscode.l10n.t('payment needed');
    case 'notFound':
      return vscode.l10n.t('model not found');
    case 'rateLimit':
      return vscode.l10n.t('rate limit');
    case 'network':
      return vscode.l10n.t('no connection');
    case 'timeout':
      return vscode.l10n.t('no answer');
    case 'invalidRequest':
      return vscode.l10n.t('request refused');
    case 'contextLength':
      return vscode.l10n.t('text too long');
    case 'truncated':
    case 'protocol':
    case 'server':
      return vscode.l10n.t('server error');
  }
}
