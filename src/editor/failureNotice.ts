import * as vscode from 'vscode';
import type { CompletionError, CompletionErrorKind } from '../completions/completionError';

/** Failures that stay until the person does something: worth one notification each. */
const WORTH_TELLING = new Set<CompletionErrorKind>([
  'authentication',
  'billing',
  'permission',
  'notFound',
  'invalidRequest',
]);

/** Tells the person of a lasting failure once, not once a keystroke. */
export class FailureNotice {
  private readonly told = new Set<CompletionErrorKind>();

  /** For a failure nobody asked for: at most one notification a kind until `reset`. */
  tellOnce(error: CompletionError): void {
    if (!WORTH_TELLING.has(error.kind) || this.told.has(error.kind)) return;
    this.told.add(error.kind);
    void this.tell(error);
  }

  /** For the answer to something the person asked for. */
  async tell(error: CompletionError): Promise<void> {
    const setKey = vscode.l10n.t('Set API Key');
    const openSettings = vscode.l10n.t('Open Settings');
    const aboutKey = error.kind === 'authentication' || error.kind === 'permission';
    const action = aboutKey ? setKey : openSettings;
    const chosen = await vscode.window.showErrorMessage(
      `Inkling: ${error.message} ${error.remedy}`,
      action,
    );
    if (chosen === setKey) await vscode.commands.executeCommand('inkling.setApiKey');
    if (chosen === openSettings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'inkling');
    }
  }

  /** The settings or the key have changed: the same failure is news again. */
  reset(): void {
    this.told.clear();
  }
}
