import type * as vscode from 'vscode';
import { EMBEDDED_THRESHOLDS, INSTANT_THRESHOLDS, THRESHOLDS } from '../inline/eagerness';
import type { GhostTextOptions } from '../inline/ghostTextRequest';
import type { BackendKind } from './backendSelection';
import type { Settings } from './settings';

/**
 * The pipeline's options for ghost text in `document`.
 *
 * The embedded engine answers at once and free of charge, but is worth showing only where it is sure,
 * and writes no whole blocks. Where a server answers, it can speak meanwhile.
 *
 * @param thrifty whether to ask for nothing that can wait
 */
export function ghostTextOptions(
  settings: Settings,
  backend: BackendKind,
  document: vscode.TextDocument,
  thrifty: boolean,
): GhostTextOptions {
  const { eagerness, multiLine, growth, instantAnswer, delay, alternatives } =
    settings.ghostText(document);
  const common = {
    growth,
    alternatives,
    thrifty,
    parameters: settings.sampling(document),
  };
  if (backend === 'embedded') {
    const thresholds = EMBEDDED_THRESHOLDS[eagerness];
    return { ...common, thresholds, multiLine: false, delay: 0, instant: undefined };
  }
  const thresholds = THRESHOLDS[eagerness];
  const instant = instantAnswer ? INSTANT_THRESHOLDS[eagerness] : undefined;
  return { ...common, thresholds, multiLine, delay, instant };
}
