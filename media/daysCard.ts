import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { InspectedUsage, Tally } from '../src/inspector/protocol';
import type { Series } from './chart';
import { share } from './probability';
import { count, money } from './quantity';

/** Days in the chart. */
const DAYS = 14;

type Day = InspectedUsage['days'][number];

interface Measure {
  readonly label: () => string;
  /** Drawn one before the other: the whole first. */
  series(days: readonly Day[]): Series[];
  /** The chart in words. */
  says(days: readonly Day[]): string;
}

const sum = (days: readonly Day[], value: (day: Tally) => number) =>
  days.reduce((all, day) => all + value(day), 0);

export const MEASURES: Readonly<Record<string, Measure>> = {
  tokens: {
    label: () => l10n.t('Tokens'),
    series: (days) => [
      {
        label: l10n.t('prompt'),
        values: days.map((day) => day.promptTokens + day.completionTokens),
      },
      {
        label: l10n.t('cached prompt'),
        values: days.map((day) => day.cachedTokens + day.completionTokens),
      },
      { label: l10n.t('completion'), values: days.map((day) => day.completionTokens) },
    ],
    says: (days) =>
      l10n.t(
        '{0} of prompts, {1} of them cached, {2} of completions',
        count(sum(days, (day) => day.promptTokens)),
        count(sum(days, (day) => day.cachedTokens)),
        count(sum(days, (day) => day.completionTokens)),
      ),
  },
  requests: {
    label: () => l10n.t('Requests'),
    series: (days) => [
      { label: l10n.t('requests'), values: days.map((day) => day.requests) },
      { label: l10n.t('failed'), values: days.map((day) => day.failed) },
    ],
    says: (days) =>
      l10n.t(
        '{0}, {1} failed',
        count(sum(days, (day) => day.requests)),
        count(sum(days, (day) => day.failed)),
      ),
  },
  cost: {
    label: () => l10n.t('Cost'),
    series: (days) => [{ label: l10n.t('US dollars'), values: days.map((day) => day.cost) }],
    says: (days) => l10n.t('{0} at list prices', money(sum(days, (day) => day.cost ?? 0))),
  },
  accepted: {
    label: () => l10n.t('Accepted'),
    series: (days) => [
      {
        label: l10n.t('accepted, per cent'),
        values: days.map((day) => (day.shown === 0 ? null : (day.used / day.shown) * 100)),
      },
    ],
    says: (days) => {
      const shown = sum(days, (day) => day.shown);
      return shown === 0 ? l10n.t('nothing shown') : share(sum(days, (day) => day.used) / shown);
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
      >${l10n.t('By day')}
      <span class="measures" role="group" aria-label=${l10n.t('What the chart shows')}
        >${Object.entries(MEASURES).map(
          ([name, { label }]) =>
            html`<button
              class="link"
              aria-pressed=${name === chosen}
              @click=${() => {
                choose(name);
              }}
              >${label()}</button
            >`,
        )}</span
      ></h2
    >
    <inkling-chart
      .times=${latest.map((_, index) => index)}
      .names=${latest.map(({ key }) => key.slice(5))}
      .series=${measure?.series(latest) ?? []}
      .label=${l10n.t(
        '{0} by day, {1} days: {2}',
        measure?.label() ?? '',
        latest.length,
        measure?.says(latest) ?? '',
      )}
    ></inkling-chart>
  </section>`;
}
