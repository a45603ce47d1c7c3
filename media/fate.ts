import * as l10n from '@vscode/l10n';
import type { InspectedRow } from '../src/inspector/protocol';

type Fate = Exclude<InspectedRow['outcome'], null> | InspectedRow['state'];

/** In words, with a mark by which the eye finds it in a list. */
const FATES: Readonly<Record<Fate, { readonly words: () => string; readonly mark: string }>> = {
  streaming: { words: () => l10n.t('streaming'), mark: '●' },
  failed: { words: () => l10n.t('failed'), mark: '!' },
  accepted: { words: () => l10n.t('accepted'), mark: '✓' },
  partlyAccepted: { words: () => l10n.t('partly accepted'), mark: '◐' },
  typedThrough: { words: () => l10n.t('typed through'), mark: '✓' },
  rejected: { words: () => l10n.t('rejected'), mark: '✕' },
  ignored: { words: () => l10n.t('ignored'), mark: '' },
  cut: { words: () => l10n.t('cut'), mark: '✂' },
  cancelled: { words: () => l10n.t('cancelled'), mark: '⊘' },
  complete: { words: () => l10n.t('complete'), mark: '' },
};

/** What became of a completion: of what was shown if that is known, otherwise of the stream. */
function fateOf({ state, outcome }: InspectedRow): Fate {
  return state === 'streaming' || state === 'failed' ? state : (outcome ?? state);
}

/** What became of a completion, in a word or two. */
export function fate(row: InspectedRow): string {
  return FATES[fateOf(row)].words();
}

/** Its name in the style sheet. */
export function fateName(row: InspectedRow): string {
  return fateOf(row).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The mark for it with a space behind it; '' where it needs none. */
export function fateMark(row: InspectedRow): string {
  const { mark } = FATES[fateOf(row)];
  return mark === '' ? '' : `${mark} `;
}
