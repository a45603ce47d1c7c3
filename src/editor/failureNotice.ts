import * as vscode from 'vscode';
import type { CompletionError, CompletionErrorKind } from '../completions/completionError';
import { localizedFailure } from './localized';

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

  /**
   * For the answer to something the person asked for; it need not be told a second time unasked.
   *
   * @param retry offered where it can be asked for again
   */
  async tell(error: CompletionError, retry?: () => Promise<void>): Promise<void> {
    this.told.add(error.kind);
    const aboutKey = error.kind === 'authentication' || error.kind === 'permission';
    const aboutModel = error.parameter === 'model';
    const remedy = aboutKey ? setKey() : aboutModel ? chooseModel() : openSettings();
    const again = retry ? [{ title: vscode.l10n.t('Retry'), run: retry }] : [];
    const message = `Inkling: ${localizedFailure(error)}`;
    const chosen = await vscode.window.showErrorMessage<Remedy>(message, ...again, remedy);
    await chosen?.run();
  }

  /** For a setting that does not fit. */
  async tellInvalidSetting(message: string): Promise<void> {
    const chosen = await vscode.window.showWarningMessage(`Inkling: ${message}`, openSettings());
    await chosen?.run();
  }

  /** The settings or the key have changed: the same failure is news again. */
  reset(): void {
    this.told.clear();
  }
}

/** A button of a notification, and what it does. */
interface Remedy extends vscode.MessageItem {
  run(): Thenable<unknown>;
}

function setKey(): Remedy {
  return {
    title: vscode.l10n.t('Set API Key'),
    run: () => vscode.commands.executeCommand('inkling.setApiKey'),
  };
}

function chooseModel(): Remedy {
  return {
    title: vscode.l10n.t('Choose Model'),
    run: () => vscode.commands.executeCommand('inkling.chooseModel'),
  };
}

function openSettings(): Remedy {
  return {
    title: vscode.l10n.t('Open Settings'),
    run: () => vscode.commands.executeCommand('inkling.openSettings'),
  };
}
