import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InspectedLimits, InspectedUsage, Tally } from '../src/inspector/protocol';
import { share } from './probability';
import { timingBars } from './promptTab';
import { count, countdown, duration, money } from './quantity';

/** Days in the chart. */
const DAYS = 14;

/** What completions have used and come to; what the server still allows. */
@customElement('inkling-usage')
export class UsagePage extends LitElement {
  @property({ attribute: false }) usage: InspectedUsage | undefined;
  @property({ attribute: false }) limits: InspectedLimits | undefined;
  /** When the limits were told, on the page's own clock. */
  @property({ attribute: false }) limitsAt = 0;
  @state() private now = performance.now();
  private ticking: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Until it has come, or where it does not run, there are the figures without the charts.
    import('./chart').catch(console.error);
    this.ticking = window.setInterval(() => {
      this.now = performance.now();
    }, 1_000);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.ticking);
    super.disconnectedCallback();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { usage } = this;
    if (!usage) return html`<p class="hint empty">Counting…</p>`;
    if (usage.total.requests === 0) {
      return html`<p class="hint empty">No completion yet, so nothing was used.</p>`;
    }
    return html`<div class="usage">
      ${tiles(usage)}
      <div class="cards"
        >${this.limitsCard()} ${daysCard(usage)} ${recentCard(usage)} ${latencyCard(usage)}</div
      >
      ${modelsTable(usage)}
      <p class="hint"
        >Of the completions of this workspace that the history keeps. It leaves this machine
        nowhere.</p
      >
    </div>`;
  }

  private limitsCard(): TemplateResult {
    const { limits } = this;
    const passed = Math.max(0, this.now - this.limitsAt);
    return html`<section class="card" aria-labelledby="limits-heading">
      <h2 id="limits-heading">Limits <span class="hint">${limits?.model ?? ''}</span></h2>
      ${limits ? budget(limits, passed) : nothing}
      ${
        limits && limits.limits.length > 0
          ? html`<table class="bars">
              <tbody>
                ${limits.limits.map((limit) => {
                  const left = Math.max(0, limit.reset - passed);
                  const remaining = left === 0 ? limit.limit : limit.remaining;
                  const spent = limit.limit === 0 ? 0 : 1 - remaining / limit.limit;
                  return html`<tr>
                    <th scope="row"
                      >${limit.of}${limit.period === null ? '' : ` a ${limit.period}`}</th
                    >
                    <td class="number">${count(remaining)} of ${count(limit.limit)} left</td>
                    <td class="wide"
                      ><svg
                        class="bar ${spent > 0.9 ? 'short' : ''}"
                        aria-hidden="true"
                        focusable="false"
                      >
                        ${svg`<rect width="${(1 - spent) * 100}%" height="100%" rx="2"></rect>`}
                      </svg></td
                    >
                    <td class="number hint">resets in ${countdown(left)}</td>
                  </tr>`;
                })}
              </tbody>
            </table>`
          : html`<p class="hint">The server has told of no limits.</p>`
      }
    </section>`;
  }
}

/** The state that the pipeline obeys. */
function budget({ wait, requests }: InspectedLimits, passed: number): TemplateResult {
  const left = Math.max(0, wait - passed);
  const more =
    requests === null ? 'as many as you like' : `${count(requests)} before one has to wait`;
  return html`<p role="status"
    >${
      left > 0
        ? html`The next automatic request waits <strong>${countdown(left)}</strong>.`
        : html`The next automatic request may go <strong>now</strong>, ${more}.`
    }</p
  >`;
}

function tiles({ total, persistence, ghostText }: InspectedUsage): TemplateResult {
  const { remembered, asked } = ghostText;
  const all: [string, string, string][] = [
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
  if (persistence !== null)
    all.push(['Persistence', share(persistence), 'of accepted words still there']);
  if (remembered > 0) {
    const value = share(remembered / (remembered + asked));
    all.push(['From memory', value, `${count(remembered)} times in this session`]);
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

function daysCard({ days }: InspectedUsage): TemplateResult {
  const latest = days.slice(-DAYS);
  const sum = (value: (day: Tally) => number) => latest.reduce((all, day) => all + value(day), 0);
  const label = `Tokens by day, ${latest.length} days: ${count(sum((day) => day.promptTokens))} of prompts, ${count(sum((day) => day.completionTokens))} of completions`;
  return html`<section class="card" aria-labelledby="days-heading">
    <h2 id="days-heading">Tokens by day</h2>
    <inkling-chart
      .times=${latest.map((_, index) => index)}
      .names=${latest.map(({ key }) => key.slice(5))}
      .series=${[
        {
          label: 'prompt and completion',
          values: latest.map((day) => day.promptTokens + day.completionTokens),
        },
        { label: 'completion', values: latest.map((day) => day.completionTokens) },
      ]}
      .label=${label}
    ></inkling-chart>
  </section>`;
}

function recentCard({ recent }: InspectedUsage): TemplateResult {
  const timed = recent.filter(({ timeToFirstToken }) => timeToFirstToken !== null);
  const times = timed.map(({ timeToFirstToken }) => timeToFirstToken ?? 0).sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  return html`<section class="card" aria-labelledby="recent-heading">
    <h2 id="recent-heading"
      >Time to the first token
      <span class="hint">${middle === undefined ? '' : `median ${duration(middle)}`}</span></h2
    >
    <inkling-chart
      .kind=${'points'}
      .unit=${'ms'}
      .times=${timed.map(({ at }) => at / 1000)}
      .series=${[{ label: 'first token', values: timed.map(({ timeToFirstToken }) => timeToFirstToken) }]}
      .label=${`Time to the first token of the latest ${timed.length} completions${middle === undefined ? '' : `, median ${duration(middle)}`}`}
    ></inkling-chart>
  </section>`;
}

function latencyCard({ latency }: InspectedUsage): TemplateResult {
  return html`<section class="card" aria-labelledby="latency-heading">
    <h2 id="latency-heading"
      >Where the time goes
      <span class="hint"
        >${latency.total === null ? '' : `mean ${duration(latency.total)}`}</span
      ></h2
    >
    ${timingBars(latency)}
  </section>`;
}

function modelsTable({ models }: InspectedUsage): TemplateResult {
  const cell = (value: number | null, written: (value: number) => string) =>
    html`<td class="number">${value === null ? '–' : written(value)}</td>`;
  return html`<table class="models">
    <caption>By model</caption>
    <thead>
      <tr>
        <th scope="col">Model</th>
        <th scope="col">Requests</th>
        <th scope="col">Prompt</th>
        <th scope="col">Cached</th>
        <th scope="col">Completion</th>
        <th scope="col">First token</th>
        <th scope="col">Tokens/s</th>
        <th scope="col">Accepted</th>
        <th scope="col">Cost</th>
      </tr>
    </thead>
    <tbody>
      ${models.map(
        (model) =>
          html`<tr>
            <th scope="row">${model.key}</th>
            ${cell(model.requests, count)}${cell(model.promptTokens, count)}${cell(model.cachedTokens, count)}
            ${cell(model.completionTokens, count)}${cell(model.timeToFirstToken, duration)}
            ${cell(model.tokensPerSecond, count)}
            ${cell(model.shown === 0 ? null : model.used / model.shown, share)}${cell(model.cost, money)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
