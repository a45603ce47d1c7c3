import type { CompletionRequest } from '../completions/completionRequest';
import type { ScoredToken } from '../completions/logProbabilities';

/** At temperature 0 all choices are the same. */
const LEAST_TEMPERATURE = 0.6;

/** What one more request is to ask otherwise than the first. */
export interface Variation {
  readonly choices: number;
  readonly lead: readonly ScoredToken[];
  readonly parameters: Partial<CompletionRequest>;
}

/**
 * How to get `count` more completions that differ from the one of these tokens: several choices in
 * one request where the server gives them, otherwise the likeliest other ways that the model has
 * thought of, otherwise other random choices.
 *
 * @param severalChoices Whether several choices for one prompt (`n`) are to be asked for.
 */
export function variations(
  tokens: readonly ScoredToken[],
  count: number,
  severalChoices: boolean,
  temperature: number | undefined,
): Variation[] {
  if (count <= 0) return [];
  const livelier = { temperature: Math.max(temperature ?? 0, LEAST_TEMPERATURE) };
  if (severalChoices) return [{ choices: count, lead: [], parameters: livelier }];
  const leads = otherBeginnings(tokens).slice(0, count);
  if (leads.length > 0) return leads.map((lead) => ({ choices: 1, lead, parameters: {} }));
  return Array.from({ length: count }, (_, index) => ({
    choices: 1,
    lead: [],
    parameters: { ...livelier, seed: index + 1 },
  }));
}

/**
 * The tokens up to any of them, that one replaced by one of its alternatives; the likeliest
 * beginnings first. (One of three completions has the rest of the line right at 39 % of the places of
 * `npm run bench -- engine`, and 2.9 of them differ; with the alternatives of the first uncertain
 * token alone it is 38 % and 2.6; with random choices 36 % and 1.9; one alone is right at 34 %.)
 */
function otherBeginnings(tokens: readonly ScoredToken[]): ScoredToken[][] {
  const beginnings: { tokens: ScoredToken[]; logProbability: number }[] = [];
  let before = 0;
  for (const [at, token] of tokens.entries()) {
    const rest = tokens
      .slice(at)
      .map(({ text }) => text)
      .join('');
    for (const { text, logProbability } of token.alternatives) {
      // What goes on alike is the same in other tokens.
      if (text.trim() === '' || rest.startsWith(text)) continue;
      beginnings.push({
        tokens: [...tokens.slice(0, at), { text, logProbability, alternatives: [] }],
        logProbability: before + logProbability,
      });
    }
    before += token.logProbability ?? 0;
  }
  return beginnings
    .sort((one, other) => other.logProbability - one.logProbability)
    .map((beginning) => beginning.tokens);
}

/**
 * What is left of `tokens` where so many UTF-16 code units of their text are typed: of the token in
 * which that is, and of its alternatives that agree with it, what follows.
 */
export function tokensAfter(tokens: readonly ScoredToken[], typed: number): ScoredToken[] {
  let start = 0;
  return tokens.flatMap((token) => {
    const before = typed - start;
    start += token.text.length;
    if (before <= 0) return token;
    const here = token.text.slice(0, before);
    if (here === token.text) return [];
    const agreeing = token.alternatives.filter(({ text }) => text.startsWith(here));
    return {
      text: token.text.slice(before),
      logProbability: token.logProbability,
      alternatives: agreeing.map((each) => ({ ...each, text: each.text.slice(before) })),
    };
  });
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
