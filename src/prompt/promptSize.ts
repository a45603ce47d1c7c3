/** The smallest budget of a prompt: fewer tokens have no room for what a format itself needs. */
export const FEWEST_TOKENS = 256;

/** How much of a model's context is used: the tokens of a prompt are estimated. */
const USED_CONTEXT = 0.95;

/**
 * The tokens that a prompt may have: those that the person allows, and no more than the context of
 * the model has room for beside an answer of `answer` tokens.
 */
export function promptTokens(
  allowed: number,
  contextLength: number | undefined,
  answer: number,
): number {
  if (contextLength === undefined) return allowed;
  const room = Math.floor(contextLength * USED_CONTEXT) - answer;
  return Math.max(FEWEST_TOKENS, Math.min(allowed, room));
}
