import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Tally } from '../src/inspector/protocol';
import { share } from './probability';
import { count, duration, money } from './quantity';

/** A tally with its name, and with speeds where they are known. */
export type NamedTally = Tally & {
  readonly key: string;
  readonly timeToFirstToken?: number | null;
  readonly tokensPerSecond?: number | null;
};

interface Column {
  readonly name: string;
  readonly cell: (row: NamedTally) => string;
}

const columnsOfAll = (): readonly Column[] => [
  { name: l10n.t('Requests'), cell: ({ requests }) => count(requests) },
  { name: l10n.t('Failed'), cell: ({ failed }) => count(failed) },
  { name: l10n.t('Prompt'), cell: ({ promptTokens }) => count(promptTokens) },
  { name: l10n.t('Cached'), cell: ({ cachedTokens }) => count(cachedTokens) },
  { name: l10n.t('Completion'), cell: ({ completionTokens }) => count(completionTokens) },
  {
    name: l10n.t('Accepted'),
    cell: ({ shown, used }) => (shown === 0 ? '–' : share(used / shown)),
  },
  { name: l10n.t('Cost'), cell: ({ cost }) => (cost === null ? '–' : money(cost)) },
];

const columnsOfSpeeds = (): readonly Column[] => [
  {
    name: l10n.t('First token'),
    cell: ({ timeToFirstToken }) => known(timeToFirstToken, duration),
  },
  { name: l10n.t('Tokens/s'), cell: ({ tokensPerSecond }) => known(tokensPerSecond, count) },
];

/** @param first what the rows are named by */
export function usageTable(
  caption: string,
  first: string,
  rows: readonly NamedTally[],
  speeds = false,
): TemplateResult {
  const columns = [...columnsOfAll(), ...(speeds ? columnsOfSpeeds() : [])];
  return html`<div class="table-box" role="group" tabindex="0" aria-label=${caption}
    ><table class="usage-table">
      <caption>${caption}</caption>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${columns.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.key}</th>
              ${columns.map(({ cell }) => html`<td class="number">${cell(row)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table></div
  >`;
}

function known(value: number | null | undefined, written: (value: number) => string): string {
  return value === null || value === undefined ? '–' : written(value);
}
