import * as l10n from '@vscode/l10n';
import type { InspectedRow } from '../src/inspector/protocol';

/** Which completions the list can be narrowed to. */
export const FILTERS: Readonly<
  Record<string, { readonly label: () => string; fits(row: InspectedRow): boolean }>
> = {
  all: { label: () => l10n.t('All'), fits: () => true },
  pinned: { label: () => l10n.t('Pinned'), fits: ({ pinned }) => pinned },
  used: {
    label: () => l10n.t('Used'),
    fits: ({ outcome }) =>
      outcome === 'accepted' || outcome === 'partlyAccepted' || outcome === 'typedThrough',
  },
  rejected: { label: () => l10n.t('Rejected'), fits: ({ outcome }) => outcome === 'rejected' },
  cut: {
    label: () => l10n.t('Cut'),
    fits: ({ state, shown, tokens }) => state === 'cut' || (shown !== null && shown < tokens),
  },
  cancelled: { label: () => l10n.t('Cancelled'), fits: ({ state }) => state === 'cancelled' },
  failed: { label: () => l10n.t('Failed'), fits: ({ state }) => state === 'failed' },
  branches: { label: () => l10n.t('Branches'), fits: ({ parent }) => parent !== null },
};

/** Whether a row fits the filter and has all the words that are searched for. */
export function fits(row: InspectedRow, filter: string, search: string): boolean {
  if (!(FILTERS[filter]?.fits(row) ?? true)) return false;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [row.preview, row.model, row.origin, row.place?.file ?? ''].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
