import { html, nothing, svg, type TemplateResult } from 'lit';
import type { InspectedLimits } from '../src/inspector/protocol';
import { count, countdown } from './quantity';

/** From here on, what is spent of a limit is a warning. */
const SHORT = 0.9;

/**
 * What the server still allows, and what the pipeline makes of it.
 *
 * @param passed how long ago the limits were told, in milliseconds
 */
export function limitsCard(limits: InspectedLimits | undefined, passed: number): TemplateResult {
  return html`<section class="card" aria-labelledby="limits-heading">
    <h2 id="limits-heading">Limits <span class="hint">${limits?.model ?? ''}</span></h2>
    ${limits ? budget(limits, passed) : nothing}
    ${
      limits && limits.limits.length > 0
        ? html`<ul class="limits">
            ${limits.limits.map((limit) => meter(limit, passed))}
          </ul>`
        : html`<p class="hint">The server has told of no limits.</p>`
    }
  </section>`;
}

function meter(limit: InspectedLimits['limits'][number], passed: number): TemplateResult {
  const left = Math.max(0, limit.reset - passed);
  const remaining = left === 0 ? limit.limit : limit.remaining;
  const spent = limit.limit === 0 ? 0 : 1 - remaining / limit.limit;
  return html`<li>
    <span>${limit.of}${limit.period === null ? '' : ` a ${limit.period}`}</span>
    <span class="number"
      >${count(remaining)} of ${count(limit.limit)} left,
      <span class="hint">resets in ${countdown(left)}</span></span
    >
    <svg class="bar ${spent > SHORT ? 'short' : ''}" aria-hidden="true" focusable="false">
      ${svg`<rect width="${(1 - spent) * 100}%" height="100%" rx="2"></rect>`}
    </svg>
  </li>`;
}

/** The state that the pipeline obeys. */
function budget({ wait, requests }: InspectedLimits, passed: number): TemplateResult {
  const left = Math.max(0, wait - passed);
  const more =
    requests === null ? 'as many as you like' : `${count(requests)} before one has to wait`;
  return html`<p
    >${
      left > 0
        ? html`The next automatic request waits <strong>${countdown(left)}</strong>.`
        : html`The next automatic request may go <strong>now</strong>, ${more}.`
    }</p
  >`;
}
