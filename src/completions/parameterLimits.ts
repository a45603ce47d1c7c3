/** The rules of a JSON / function-call grammar that `grammar_root` can constrain the output to. */
export const GRAMMAR_ROOTS = [
  'root',
  'fcall',
  'nofcall',
  'insidevalue',
  'value',
  'object',
  'array',
  'string',
  'number',
  'funcarray',
  'func',
  'ws',
] as const;

/**
 * Ranges of the parameters, as `[lowest, highest]`, and the most stop sequences that any server takes;
 * a server may take fewer. The settings schema uses them too.
 */
export const LIMITS = {
  temperature: [0, 2],
  top_p: [0, 1],
  top_logprobs: [0, 20],
  penalty: [-2, 2],
  bias: [-100, 100],
  stop: 16,
} as const;
