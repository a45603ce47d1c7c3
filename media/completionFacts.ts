import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { InspectedRow } from '../src/inspector/protocol';
import { fate, fateMark } from './fate';
import { count, duration, money } from './quantity';
import type { ReceivedChoice } from './receivedCompletion';

/** A term with its value; where the value speaks for itself, the term is for screen readers. */
interface Fact {
  readonly term: string;
  readonly value: string;
  readonly speaksForItself?: boolean;
}

/** What is known of a completion as a whole, in a line. */
export function completionFacts(
  row: InspectedRow,
  choice: ReceivedChoice | undefined,
): TemplateResult {
  const { tokens, shown, timeToFirstToken, tokensPerSecond, cost } = row;
  const mean = choice?.mean;
  const ended =
    row.finishReason === null || row.finishReason === 'stop' ? '' : ` (${row.finishReason})`;
  const facts: Fact[] = [
    {
      term: l10n.t('Outcome'),
      value: `${fateMark(row)}${fate(row)}${ended}`,
      speaksForItself: true,
    },
    {
      term: l10n.t('Tokens'),
      value:
        shown === null
          ? count(tokens)
          : l10n.t('{0} shown, {1} hidden', count(shown), count(tokens - shown)),
    },
  ];
  if (timeToFirstToken !== null) {
    facts.push({ term: l10n.t('First token'), value: duration(timeToFirstToken) });
  }
  if (tokensPerSecond !== null) {
    const value = l10n.t('{0} tokens/s', count(tokensPerSecond));
    facts.push({ term: l10n.t('Speed'), value, speaksForItself: true });
  }
  if (mean !== undefined) {
    facts.push({ term: l10n.t('Perplexity'), value: Math.exp(-mean).toFixed(2) });
    facts.push({ term: l10n.t('Mean log p'), value: mean.toFixed(3).replace('-', '−') });
  }
  if (cost !== null)
    facts.push({ term: l10n.t('Cost'), value: money(cost), speaksForItself: true });
  return html`<dl class="facts">
    ${facts.map(
      ({ term, value, speaksForItself }) =>
        html`<div
          ><dt class=${speaksForItself ? 'visually-hidden' : ''}>${term}</dt><dd>${value}</dd></div
        >`,
    )}
  </dl>`;
}
