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

const COLUMNS: readonly Column[] = [
  { name: 'Requests', cell: ({ requests }) => count(requests) },
  { name: 'Failed', cell: ({ failed }) => count(failed) },
  { name: 'Prompt', cell: ({ promptTokens }) => count(promptTokens) },
  { name: 'Cached', cell: ({ cachedTokens }) => count(cachedTokens) },
  { name: 'Completion', cell: ({ completionTokens }) => count(completionTokens) },
  { name: 'Accepted', cell: ({ shown, used }) => (shown === 0 ? '–' : share(used / shown)) },
  { name: 'Cost', cell: ({ cost }) => (cost === null ? '–' : money(cost)) },
];

const SPEEDS: readonly Column[] = [
  { name: 'First token', cell: ({ timeToFirstToken }) => known(timeToFirstToken, duration) },
  { name: 'Tokens/s', cell: ({ tokensPerSecond }) => known(tokensPerSecond, count) },
];

/** @param first what the rows are named by */
export function usageTable(
  caption: string,
  first: string,
  rows: readonly NamedTally[],
  speeds = false,
): TemplateResult {
  const columns = speeds ? [...COLUMNS, ...SPEEDS] : COLUMNS;
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
