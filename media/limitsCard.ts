import * as l10n from '@vscode/l10n';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { InspectedLimits } from '../src/inspector/protocol';
import { count, countdown } from './quantity';
import { withPart } from './withPart';

/** From here on, what is spent of a limit is a warning. */
const SHORT = 0.9;

/**
 * What the server still allows, and what the pipeline makes of it.
 *
 * @param passed how long ago the limits were told, in milliseconds
 */
export function limitsCard(limits: InspectedLimits | undefined, passed: number): TemplateResult {
  return html`<section class="card" aria-labelledby="limits-heading">
    <h2 id="limits-heading"
      >${l10n.t('Limits')} <span class="hint">${limits?.model ?? ''}</span></h2
    >
    ${limits ? budget(limits, passed) : nothing}
    ${
      limits && limits.limits.length > 0
        ? html`<ul class="limits">
            ${limits.limits.map((limit) => meter(limit, passed))}
          </ul>`
        : html`<p class="hint">${l10n.t('The server has told of no limits.')}</p>`
    }
  </section>`;
}

function meter(limit: InspectedLimits['limits'][number], passed: number): TemplateResult {
  const left = Math.max(0, limit.reset - passed);
  const remaining = left === 0 ? limit.limit : limit.remaining;
  const spent = limit.limit === 0 ? 0 : 1 - remaining / limit.limit;
  return html`<li>
    <span>${limitName(limit)}</span>
    <span class="number"
      >${l10n.t('{0} of {1} left', count(remaining), count(limit.limit))},
      <span class="hint">${l10n.t('resets in {0}', countdown(left))}</span></span
    >
    <svg class="bar ${spent > SHORT ? 'short' : ''}" aria-hidden="true" focusable="false">
      ${svg`<rect width="${(1 - spent) * 100}%" height="100%" rx="2"></rect>`}
    </svg>
  </li>`;
}

const PERIODS: Readonly<Record<string, () => string>> = {
  minute: () => l10n.t('a minute'),
  hour: () => l10n.t('an hour'),
  day: () => l10n.t('a day'),
};

function limitName({ of, period }: InspectedLimits['limits'][number]): string {
  const name = of === 'tokens' ? l10n.t('tokens') : l10n.t('requests');
  return period === null ? name : `${name} ${PERIODS[period]?.() ?? period}`;
}

/** The state that the pipeline obeys. */
function budget({ wait, requests }: InspectedLimits, passed: number): TemplateResult {
  const left = Math.max(0, wait - passed);
  const more =
    requests === null
      ? l10n.t('as many as you like')
      : l10n.t('{0} before one has to wait', count(requests));
  return html`<p
    >${
      left > 0
        ? withPart(l10n.t('The next automatic request waits {0}.'), countdown(left))
        : html`${withPart(l10n.t('The next automatic request may go {0}:'), l10n.t('now'))} ${more}.`
    }</p
  >`;
}
