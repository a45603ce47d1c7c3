import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import uPlot from 'uplot';
import { Redrawing } from './redrawing';

export interface Series {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** Arrays that say the same are the same: a page that is drawn anew draws no chart anew. */
const BY_CONTENT = {
  attribute: false,
  hasChanged: (now: unknown, before: unknown) => JSON.stringify(now) !== JSON.stringify(before),
};

/** A chart over time in the colours of the theme. `label` says what it shows, in words. */
@customElement('inkling-chart')
export class Chart extends LitElement {
  /** Seconds since 1970, or the number of the bar. */
  @property(BY_CONTENT) times: readonly number[] = [];
  @property(BY_CONTENT) series: readonly Series[] = [];
  @property({ attribute: false }) kind: 'bars' | 'points' = 'bars';
  /** Names of the bars; without them the chart is over time. */
  @property(BY_CONTENT) names: readonly string[] | undefined;
  @property({ attribute: false }) unit = '';
  @property({ attribute: false }) label = '';

  private plot: uPlot | undefined;

  constructor() {
    super();
    const resize = () => {
      this.plot?.setSize(this.size);
    };
    const rebuild = () => {
      this.build();
    };
    new Redrawing(this, resize, rebuild);
  }

  override disconnectedCallback(): void {
    this.plot?.destroy();
    this.plot = undefined;
    super.disconnectedCallback();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<div class="chart" role="img" aria-label=${this.label}></div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { plot } = this;
    const isAlike = this.series.every(
      ({ label }, index) => plot?.series[index + 1]?.label === label,
    );
    if (plot?.series.length === this.series.length + 1 && isAlike && !changed.has('names')) {
      plot.setData(this.data);
    } else this.build();
  }

  private get data(): uPlot.AlignedData {
    return [[...this.times], ...this.series.map(({ values }) => [...values])];
  }

  private get size(): { width: number; height: number } {
    return { width: Math.max(200, this.clientWidth), height: 150 };
  }

  private build(): void {
    const target = this.querySelector<HTMLElement>('.chart');
    if (!target) return;
    this.plot?.destroy();
    const style = getComputedStyle(document.body);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const text = colour('--vscode-descriptionForeground');
    const lines = { stroke: colour('--line'), width: 1 };
    const axis = { stroke: text, grid: { ...lines, show: false }, ticks: { show: false } };
    const { names, unit, kind } = this;
    const colours = [colour('--surprise'), colour('--entropy'), colour('--neutral')];
    const bars = uPlot.paths.bars?.({ size: [0.7, 40], align: 0 });
    this.plot = new uPlot(
      {
        ...this.size,
        legend: { show: this.series.length > 1, live: false },
        cursor: { show: false },
        scales: {
          x: names
            ? { time: false, range: [-0.6, Math.max(names.length - 0.4, 6)] }
            : { time: true },
          y: { range: (_, __, highest) => [0, (highest || 1) * 1.1] },
        },
        axes: [
          {
            ...axis,
            ...(names && {
              splits: names.map((_, index) => index),
              values: (_: uPlot, at: number[]) => at.map((index) => names[index] ?? ''),
            }),
          },
          {
            ...axis,
            grid: lines,
            size: 56,
            values: (_: uPlot, values: number[]) => values.map((value) => short(value, unit)),
          },
        ],
        series: [
          {},
          ...this.series.map(({ label }, index) => ({
            label,
            stroke: colours[index] ?? text,
            ...(kind === 'bars' && bars
              ? { fill: colours[index] ?? text, paths: bars, points: { show: false } }
              : {
                  paths: () => null,
                  points: { show: true, size: 5, fill: colours[index] ?? text },
                }),
          })),
        ],
      },
      this.data,
      target,
    );
  }
}

function short(value: number, unit: string): string {
  const text =
    value >= 1e6 ? `${value / 1e6} M` : value >= 1e4 ? `${value / 1e3} k` : String(value);
  return unit === '' ? text : `${text} ${unit}`;
}
