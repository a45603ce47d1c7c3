import * as vscode from 'vscode';
import type { ModelInfo } from '../completions/completionBackend';

/** What is known of a model, for a list: its name and context beside the id, its price below. */
export function describedModel(model: ModelInfo): { description: string; detail: string } {
  const { id, name, contextLength, price, preview, deprecated } = model;
  const description = [
    ...(name !== undefined && name !== id ? [name] : []),
    ...(contextLength ? [vscode.l10n.t('{0} tokens of context', thousands(contextLength))] : []),
  ];
  const detail = [
    ...(price
      ? [
          vscode.l10n.t(
            '{0} for a million tokens of prompt, {1} of completion',
            ...[perMillion(price.prompt), perMillion(price.completion)],
          ),
        ]
      : []),
    ...(preview === true ? [vscode.l10n.t('preview')] : []),
    ...(deprecated === true ? [vscode.l10n.t('about to be withdrawn')] : []),
  ];
  return { description: description.join(' · '), detail: detail.join(' · ') };
}

function thousands(tokens: number): string {
  return tokens < 10_000 ? String(tokens) : `${Math.floor(tokens / 1000)}k`;
}

function perMillion(dollarsPerToken: number): string {
  return `$${(dollarsPerToken * 1_000_000).toFixed(2)}`;
}
