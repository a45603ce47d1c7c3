import type { LogProbabilities } from '../completions/logProbabilities';

/**
 * How much of a completion the model is sure of: the length, in UTF-16 code units, of its beginning
 * whose running probability (the product of its tokens') stays at or above `leastProbability`.
 *
 * The cut falls on a border between words, so that no half identifier is shown. Text without log
 * probabilities is taken as sure: a server that gives none must not be silenced.
 */
export function confidentLength(
  text: string,
  logprobs: LogProbabilities | undefined,
  leastProbability: number,
): number {
  if (!logprobs) return text.length;
  const least = Math.log(leastProbability);
  let running = 0;
  let length = 0;
  for (const [index, token] of logprobs.tokens.entries()) {
    running += logprobs.token_logprobs[index] ?? 0;
    if (running < least) return wordBorder(text, Math.min(length, text.length));
    length += token.length;
  }
  return text.length;
}

/** The last position at or before `position` that is not inside a word. */
function wordBorder(text: string, position: number): number {
  let border = position;
  while (border > 0 && isWord(text[border - 1]) && isWord(text[border])) border--;
  return border;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}
