import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { InspectedUsage } from '../src/inspector/protocol';
import { share } from './probability';
import { count, money } from './quantity';

/** The figures that count most. */
export function usageTiles({ total, persistence, ghostText }: InspectedUsage): TemplateResult {
  const { remembered, asked } = ghostText;
  const all: [name: string, value: string, note: string][] = [
    [
      l10n.t('Requests'),
      count(total.requests),
      total.failed === 0 ? l10n.t('none failed') : l10n.t('{0} failed', count(total.failed)),
    ],
    [
      l10n.t('Prompt tokens'),
      count(total.promptTokens),
      l10n.t('{0} cached', count(total.cachedTokens)),
    ],
    [
      l10n.t('Completion tokens'),
      count(total.completionTokens),
      total.shownTokens === 0 ? '' : l10n.t('{0} shown', count(total.shownTokens)),
    ],
  ];
  if (total.cost !== null) all.push([l10n.t('Cost'), money(total.cost), l10n.t('at list prices')]);
  if (total.shown > 0) {
    all.push([
      l10n.t('Accepted'),
      share(total.used / total.shown),
      l10n.t('of {0} shown', count(total.shown)),
    ]);
  }
  if (persistence !== null) {
    all.push([l10n.t('Persistence'), share(persistence), l10n.t('of accepted words still there')]);
  }
  if (remembered > 0) {
    const value = share(remembered / (remembered + asked));
    all.push([
      l10n.t('From memory'),
      value,
      remembered === 1
        ? l10n.t('once this session')
        : l10n.t('{0} times this session', count(remembered)),
    ]);
  }
  return html`<dl class="tiles">
    ${all.map(
      ([name, value, note]) =>
        html`<div class="tile"
          ><dt>${name}</dt><dd>${value}<span class="hint">${note}</span></dd></div
        >`,
    )}
  </dl>`;
}
