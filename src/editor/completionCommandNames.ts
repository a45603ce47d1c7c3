/** The commands for the completion of a selection, without the `inkling.` of their names. */
export const COMPLETION_COMMANDS = [
  'stopCompletion',
  'acceptCompletion',
  'discardCompletion',
  'retryCompletion',
  'nextCompletion',
  'previousCompletion',
  'inspectCompletion',
] as const;

export type CompletionCommand = (typeof COMPLETION_COMMANDS)[number];
