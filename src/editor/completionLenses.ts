import * as vscode from 'vscode';
import type { PendingCompletions } from './pendingCompletions';
import type { SelectionCompletion } from './selectionCompletion';

/** The controls above generated text: what can be done with it. */
export class CompletionLenses implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly pending: PendingCompletions) {
    this.onDidChangeCodeLenses = pending.onDidChange;
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
