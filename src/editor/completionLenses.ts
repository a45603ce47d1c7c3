import * as vscode from 'vscode';
import type { PendingCompletions } from './pendingCompletions';
import type { SelectionCompletion } from './selectionCompletion';

/**
 * The editor (VS Code 1.139) waits before it asks for controls anew, and gives that up when it loses
 * the focus meanwhile: it would show those of what is gone. So it is told once more, in milliseconds.
 */
const TOLD_AGAIN = 1_000;

/** The controls above generated text: what can be done with it. */
export class CompletionLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.change.event;

  constructor(private readonly pending: PendingCompletions) {
    const tell = () => {
      this.change.fire();
    };
    this.subscription = pending.onDidChange(() => {
      tell();
      clearTimeout(this.timer);
      this.timer = setTimeout(tell, TOLD_AGAIN);
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.change.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.pending.of(document).flatMap((completion) => {
      const { start } = completion.range;
      return controls(completion).map(
        ({ title, command }) =>
          new vscode.CodeLens(new vscode.Range(start, start), {
            title,
            command: `inkling.${command}`,
            arguments: [completion],
          }),
      );
    });
  }
}

interface Control {
  readonly title: string;
  /** Without `inkling.`; '' for a text that cannot be clicked. */
  readonly command: string;
}

function controls(completion: SelectionCompletion): Control[] {
  const { state, position, failure } = completion;
  const inspect = { title: vscode.l10n.t('Inspect'), command: 'inspectCompletion' };
  if (state === 'streaming') {
    const title = `$(loading~spin) ${vscode.l10n.t('Stop')}`;
    return [{ title, command: 'stopCompletion' }, inspect];
  }
  return [
    { title: `$(check) ${vscode.l10n.t('Accept')}`, command: 'acceptCompletion' },
    { title: vscode.l10n.t('Discard'), command: 'discardCompletion' },
    {
      title: failure ? `$(warning) ${vscode.l10n.t('Retry')}` : vscode.l10n.t('Retry'),
      command: 'retryCompletion',
    },
    ...(position.count > 1
      ? [
          { title: '$(chevron-left)', command: 'previousCompletion' },
          {
            title: `${position.index + 1}/${position.count} $(chevron-right)`,
            command: 'nextCompletion',
          },
        ]
      : []),
    inspect,
  ];
}
