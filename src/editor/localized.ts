import * as vscode from 'vscode';
import type { CompletionError } from '../completions/completionError';
import { type Wording, written } from '../completions/phrase';

/** What is to be shown, in the person's language. */
export function localized(wording: Wording): string {
  return written(wording, vscode.l10n.t);
}

/** What happened and what can be done about it, in the person's language. */
export function localizedFailure({ wording }: CompletionError): string {
  return `${localized(wording.message)} ${localized(wording.remedy)}`;
}
