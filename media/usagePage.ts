import * as l10n from '@vscode/l10n';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InspectedLimits, InspectedUsage } from '../src/inspector/protocol';
import { daysCard } from './daysCard';
import { limitsCard } from './limitsCard';
import { duration } from './quantity';
import { timingBars } from './timingBars';
import { usageTable } from './usageTable';
import { usageTiles } from './usageTiles';

/** What completions have used and come to; what the server still allows. */
@customElement('inkling-usage')
export class UsagePage extends LitElement {
  @property({ attribute: false }) usage: InspectedUsage | undefined;
  /** With when they were told, on the page's own clock. */
  @property({ attribute: false }) limits: (InspectedLimits & { toldAt: number }) | undefined;
  @state() private now = performance.now();
  @state() private measure = 'tokens';
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
    const { usage, limits } = this;
    if (!usage) return html`<p class="hint empty">${l10n.t('Counting…')}</p>`;
    if (usage.total.requests === 0) {
      return html`<div class="empty">
        <h2>${l10n.t('Nothing used yet')}</h2>
        <p class="hint"
          >${l10n.t('Tokens, cost, speed and limits show up here with the first completion.')}</p
        >
      </div>`;
    }
    const passed = limits ? Math.max(0, this.now - limits.toldAt) : 0;
    const days = [...usage.days].reverse();
    return html`<div class="usage">
      ${usageTiles(usage)}
      <div class="cards"
        >${limitsCard(limits, passed)}${daysCard(usage, this.measure, (measure) => {
          this.measure = measure;
        })}${recentCard(usage)}${latencyCard(usage)}</div
      >
      ${usageTable(l10n.t('By model'), l10n.t('Model'), usage.models, true)}
      ${usageTable(l10n.t('By day'), l10n.t('Day'), days)}
      <p class="hint"
        >${l10n.t('Of the completions of this workspace that the history keeps. All of it stays on this machine.')}</p
      >
    </div>`;
  }
}

function recentCard({ recent }: InspectedUsage): TemplateResult {
  const timed = recent.filter(({ timeToFirstToken }) => timeToFirstToken !== null);
  const times = timed.map(({ timeToFirstToken }) => timeToFirstToken ?? 0).sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  const median = middle === undefined ? '' : l10n.t('median {0}', duration(middle));
  return html`<section class="card" aria-labelledby="recent-heading">
    <h2 id="recent-heading"
      >${l10n.t('Time to the first token')} <span class="hint">${median}</span></h2
    >
    <inkling-chart
      .kind=${'points'}
      .unit=${'ms'}
      .times=${timed.map(({ at }) => at / 1000)}
      .series=${[{ label: l10n.t('first token'), values: timed.map(({ timeToFirstToken }) => timeToFirstToken) }]}
      .label=${l10n.t(
        'Time to the first token of the latest {0} completions, {1}',
        timed.length,
        median,
      )}
    ></inkling-chart>
  </section>`;
}

function latencyCard({ latency }: InspectedUsage): TemplateResult {
  const mean = latency.total === null ? '' : l10n.t('mean {0}', duration(latency.total));
  return html`<section class="card" aria-labelledby="latency-heading">
    <h2 id="latency-heading">${l10n.t('Where the time goes')} <span class="hint">${mean}</span></h2>
    ${timingBars(latency)}
  </section>`;
}
