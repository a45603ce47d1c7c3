import type * as vscode from 'vscode';
import { validateRequest } from '../completions/completionRequest';
import type { SelectionParameters } from './completeSelection';
import type { Settings } from './settings';

/** The request's parameters for Complete Selection in `document`. */
export function selectionParameters(
  settings: Settings,
  document: vscode.TextDocument,
): SelectionParameters {
  return settings.selectionSampling(document, (parameters) => {
    validateRequest({ ...parameters, prompt: '' });
  });
}
