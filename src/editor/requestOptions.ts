import type * as vscode from 'vscode';
import type { CompletionRequest } from '../completions/completionRequest';
import type { GhostTextOptions } from '../inline/ghostTextPipeline';
import type { BackendKind } from './backendSelection';
import type { SamplingSettings, Settings } from './settings';

/** Alternatives at each token, for the inspector. OpenAI's servers give no more. */
const ALTERNATIVES = 5;

/**
 * How the pipeline treats each backend. The embedded engine answers at once and free of charge, but
 * is worth showing only where it is sure; it writes no whole blocks. A server is asked when the
 * person rests, and is not gated: its log probabilities are not calibrated against this threshold.
 */
const BY_BACKEND = {
  embedded: { multiLine: false, leastProbability: 0.25, delay: 0 },
  remote: { multiLine: true, leastProbability: 0, delay: 100 },
} as const;

/** The pipeline's options for ghost text in `document`. */
export function ghostTextOptions(
  settings: Settings,
  backend: BackendKind,
  document: vscode.TextDocument,
): GhostTextOptions {
  return {
    ...BY_BACKEND[backend],
    parameters: parameters(settings.sampling(document, 'ghostText')),
  };
}

/** The request's parameters for Complete Selection in `document`. */
export function selectionParameters(
  settings: Settings,
  document: vscode.TextDocument,
): Omit<CompletionRequest, 'prompt'> {
  return {
    ...parameters(settings.sampling(document, 'selection')),
    ...settings.selectionParameters(document),
  };
}

function parameters({ stop, ...sampling }: SamplingSettings): Omit<CompletionRequest, 'prompt'> {
  return {
    ...sampling,
    ...(stop.length > 0 && { stop }),
    logprobs: true,
    top_logprobs: ALTERNATIVES,
  };
}
