/**
 * How a completion is doing. Two came to an early end: `cut` when whoever asked had enough of it,
 * `cancelled` when nobody wanted it any more.
 */
export const STATES = ['streaming', 'complete', 'cut', 'cancelled', 'failed'] as const;

/** What became of a completion that was shown. */
export const OUTCOMES = [
  'accepted',
  'partlyAccepted',
  'typedThrough',
  'rejected',
  'ignored',
] as const;
