import type { CompletionRequest } from '../completions/completionRequest';
import type { ScoredToken } from '../completions/logProbabilities';
import type { KnownCompletion } from './knownCompletion';

/** A token that the model was less sure of than this is one at which it could go another way. */
const UNCERTAIN = 0.9;
/** At temperature 0 all choices are the same. */
const LEAST_TEMPERATURE = 0.6;

/** What one more request is to ask otherwise than the first. */
export interface Variation {
  readonly choices: number;
  readonly lead: readonly ScoredToken[];
  readonly parameters: Partial<CompletionRequest>;
}

/**
 * How to get `count` more completions that differ from `first`: several choices in one request where
 * the server gives them, otherwise the model's own alternatives at the first token that it was not
 * sure of, otherwise other random choices.
 *
 * @param severalChoices Whether the server gives several choices for one prompt (`n`).
 */
export function variations(
  first: KnownCompletion,
  count: number,
  severalChoices: boolean,
  temperature: number | undefined,
): Variation[] {
  if (count <= 0) return [];
  const livelier = { temperature: Math.max(temperature ?? 0, LEAST_TEMPERATURE) };
  if (severalChoices) return [{ choices: count, lead: [], parameters: livelier }];
  const leads = otherBeginnings(first.tokens).slice(0, count);
  if (leads.length > 0) return leads.map((lead) => ({ choices: 1, lead, parameters: {} }));
  return Array.from({ length: count }, (_, index) => ({
    choices: 1,
    lead: [],
    parameters: { ...livelier, seed: index + 1 },
  }));
}

/** The first uncertain token replaced by each of its alternatives, the likeliest first. */
function otherBeginnings(tokens: readonly ScoredToken[]): ScoredToken[][] {
  const at = tokens.findIndex(({ logProbability }) => Math.exp(logProbability ?? 0) < UNCERTAIN);
  const uncertain = tokens[at];
  if (!uncertain) return [];
  const { text, alternatives } = uncertain;
  return alternatives
    .filter((alternative) => alternative.text !== text && alternative.text.trim() !== '')
    .map(({ text: other, logProbability }) => [
      ...tokens.slice(0, at),
      { text: other, logProbability, alternatives: [] },
    ]);
}

/** The first of each that says the same, white space aside. */
export function different<T extends { readonly text: string }>(completions: readonly T[]): T[] {
  const seen = new Set<string>();
  return completions.filter(({ text }) => {
    const essence = text.replaceAll(/\s+/g, ' ').trim();
    if (essence === '' || seen.has(essence)) return false;
    seen.add(essence);
    return true;
  });
}
