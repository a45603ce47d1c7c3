import { html, type TemplateResult } from 'lit';
import type { InspectedUsage } from '../src/inspector/protocol';
import { share } from './probability';
import { count, money } from './quantity';

/** The figures that count most. */
export function usageTiles({ total, persistence, ghostText }: InspectedUsage): TemplateResult {
  const { remembered, asked } = ghostText;
  const all: [name: string, value: string, note: string][] = [
    [
      'Requests',
      count(total.requests),
      total.failed === 0 ? 'none failed' : `${count(total.failed)} failed`,
    ],
    ['Prompt tokens', count(total.promptTokens), `${count(total.cachedTokens)} cached`],
    [
      'Completion tokens',
      count(total.completionTokens),
      total.shownTokens === 0 ? '' : `${count(total.shownTokens)} shown`,
    ],
  ];
  if (total.cost !== null) all.push(['Cost', money(total.cost), 'at list prices']);
  if (total.shown > 0) {
    all.push(['Accepted', share(total.used / total.shown), `of ${count(total.shown)} shown`]);
  }
  if (persistence !== null) {
    all.push(['Persistence', share(persistence), 'of accepted words still there']);
  }
  if (remembered > 0) {
    const value = share(remembered / (remembered + asked));
    all.push(['From memory', value, `${count(remembered)} times this session`]);
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
