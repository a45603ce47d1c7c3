import type { InspectedRow } from '../src/inspector/protocol';

/** Which completions the list can be narrowed to. */
export const FILTERS: Readonly<
  Record<string, { label: string; fits(row: InspectedRow): boolean }>
> = {
  all: { label: 'All', fits: () => true },
  pinned: { label: 'Pinned', fits: ({ pinned }) => pinned },
  used: {
    label: 'Used',
    fits: ({ outcome }) =>
      outcome === 'accepted' || outcome === 'partlyAccepted' || outcome === 'typedThrough',
  },
  rejected: { label: 'Rejected', fits: ({ outcome }) => outcome === 'rejected' },
  cut: {
    label: 'Cut',
    fits: ({ state, shown, tokens }) => state === 'cut' || (shown !== null && shown < tokens),
  },
  cancelled: { label: 'Cancelled', fits: ({ state }) => state === 'cancelled' },
  failed: { label: 'Failed', fits: ({ state }) => state === 'failed' },
  branches: { label: 'Branches', fits: ({ parent }) => parent !== null },
};

/** Whether a row fits the filter and has all the words that are searched for. */
export function fits(row: InspectedRow, filter: string, search: string): boolean {
  if (!(FILTERS[filter]?.fits(row) ?? true)) return false;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [row.preview, row.model, row.origin, row.place?.file ?? ''].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
