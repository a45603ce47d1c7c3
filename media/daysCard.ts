import { html, type TemplateResult } from 'lit';
import type { InspectedUsage, Tally } from '../src/inspector/protocol';
import type { Series } from './chart';
import { share } from './probability';
import { count, money } from './quantity';

/** Days in the chart. */
const DAYS = 14;

type Day = InspectedUsage['days'][number];

interface Measure {
  readonly label: string;
  /** Drawn one before the other: the whole first. */
  series(days: readonly Day[]): Series[];
  /** The chart in words. */
  says(days: readonly Day[]): string;
}

const sum = (days: readonly Day[], value: (day: Tally) => number) =>
  days.reduce((all, day) => all + value(day), 0);

export const MEASURES: Readonly<Record<string, Measure>> = {
  tokens: {
    label: 'Tokens',
    series: (days) => [
      {
        label: 'prompt',
        values: days.map((day) => day.promptTokens + day.completionTokens),
      },
      {
        label: 'cached prompt',
        values: days.map((day) => day.cachedTokens + day.completionTokens),
      },
      { label: 'completion', values: days.map((day) => day.completionTokens) },
    ],
    says: (days) =>
      `${count(sum(days, (day) => day.promptTokens))} of prompts, ${count(sum(days, (day) => day.cachedTokens))} of them cached, ${count(sum(days, (day) => day.completionTokens))} of completions`,
  },
  requests: {
    label: 'Requests',
    series: (days) => [
      { label: 'requests', values: days.map((day) => day.requests) },
      { label: 'failed', values: days.map((day) => day.failed) },
    ],
    says: (days) =>
      `${count(sum(days, (day) => day.requests))}, ${count(sum(days, (day) => day.failed))} failed`,
  },
  cost: {
    label: 'Cost',
    series: (days) => [{ label: 'US dollars', values: days.map((day) => day.cost) }],
    says: (days) => `${money(sum(days, (day) => day.cost ?? 0))} at list prices`,
  },
  accepted: {
    label: 'Accepted',
    series: (days) => [
      {
        label: 'accepted, per cent',
        values: days.map((day) => (day.shown === 0 ? null : (day.used / day.shown) * 100)),
      },
    ],
    says: (days) => {
      const shown = sum(days, (day) => day.shown);
      return shown === 0 ? 'nothing shown' : share(sum(days, (day) => day.used) / shown);
    },
  },
};

/**
 * One measure by day.
 *
 * @param chosen one of `MEASURES`
 */
export function daysCard(
  { days }: InspectedUsage,
  chosen: string,
  choose: (measure: string) => void,
): TemplateResult {
  const latest = days.slice(-DAYS);
  const measure = MEASURES[chosen];
  return html`<section class="card" aria-labelledby="days-heading">
    <h2 id="days-heading"
      >By day
      <span class="measures" role="group" aria-label="What the chart shows"
        >${Object.entries(MEASURES).map(
          ([name, { label }]) =>
            html`<button
              class="link"
              aria-pressed=${name === chosen}
              @click=${() => {
                choose(name);
              }}
              >${label}</button
            >`,
        )}</span
      ></h2
    >
    <inkling-chart
      .times=${latest.map((_, index) => index)}
      .names=${latest.map(({ key }) => key.slice(5))}
      .series=${measure?.series(latest) ?? []}
      .label=${`${measure?.label ?? ''} by day, ${latest.length} days: ${measure?.says(latest) ?? ''}`}
    ></inkling-chart>
  </section>`;
}
