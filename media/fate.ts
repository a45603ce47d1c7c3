import type { InspectedRow } from '../src/inspector/protocol';

type Fate = Exclude<InspectedRow['outcome'], null> | InspectedRow['state'];

/** In words, with a mark by which the eye finds it in a list. */
const FATES: Readonly<Record<Fate, { readonly words: string; readonly mark: string }>> = {
  streaming: { words: 'streaming', mark: '●' },
  failed: { words: 'failed', mark: '!' },
  accepted: { words: 'accepted', mark: '✓' },
  partlyAccepted: { words: 'partly accepted', mark: '◐' },
  typedThrough: { words: 'typed through', mark: '✓' },
  rejected: { words: 'rejected', mark: '✕' },
  ignored: { words: 'ignored', mark: '' },
  cut: { words: 'cut', mark: '✂' },
  cancelled: { words: 'cancelled', mark: '⊘' },
  complete: { words: 'complete', mark: '' },
};

/** What became of a completion: of what was shown if that is known, otherwise of the stream. */
function fateOf({ state, outcome }: InspectedRow): Fate {
  return state === 'streaming' || state === 'failed' ? state : (outcome ?? state);
}

/** What became of a completion, in a word or two. */
export function fate(row: InspectedRow): string {
  return FATES[fateOf(row)].words;
}

/** The mark for it with a space behind it; '' where it needs none. */
export function fateMark(row: InspectedRow): string {
  const { mark } = FATES[fateOf(row)];
  return mark === '' ? '' : `${mark} `;
}
