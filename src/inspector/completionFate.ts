/** How a completion is doing; `stopped` was left before its end, by us or by the person. */
export const STATES = ['streaming', 'complete', 'stopped', 'failed'] as const;

/** What became of a completion that was shown. */
export const OUTCOMES = [
  'accepted',
  'partlyAccepted',
  'typedThrough',
  'rejected',
  'ignored',
] as const;
