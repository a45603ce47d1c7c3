import type { Alternatives, TokenColumns } from './tokenColumns';

/** What the model thought of a text as a whole. */
export interface Confidence {
  /** The mean of the tokens' natural log probabilities. */
  readonly mean: number;
  /** exp(-mean): among how many equally likely tokens the model chose, on average. */
  readonly perplexity: number;
}

/** Undefined where no token has a log probability. */
export function confidenceOf(logProbabilities: readonly (number | null)[]): Confidence | undefined {
  let sum = 0;
  let count = 0;
  for (const each of logProbabilities) {
    if (each === null) continue;
    sum += each;
    count++;
  }
  if (count === 0) return undefined;
  return { mean: sum / count, perplexity: Math.exp(-sum / count) };
}

/**
 * The entropy at a token, in bits: how open the choice was. Of the tokens that the server did not
 * list only their probability together is known; they count as one, so this is a lower bound. Null
 * where nothing is listed.
 */
export function entropyOf(alternatives: Alternatives | null): number | null {
  if (!alternatives) return null;
  let listed = 0;
  let entropy = 0;
  let count = 0;
  for (const text in alternatives) {
    const probability = Math.exp(alternatives[text] ?? -Infinity);
    listed += probability;
    if (probability > 0) entropy -= probability * Math.log2(probability);
    count++;
  }
  if (count === 0) return null;
  const rest = 1 - listed;
  return Math.max(0, rest > 1e-9 ? entropy - rest * Math.log2(rest) : entropy);
}

/** Which place a token had among the likeliest, from 1; null where nothing is listed. */
export function rankOf(
  logProbability: number | null,
  alternatives: Alternatives | null,
): number | null {
  if (!alternatives || logProbability === null) return null;
  let rank = 1;
  let count = 0;
  for (const text in alternatives) {
    if ((alternatives[text] ?? -Infinity) > logProbability) rank++;
    count++;
  }
  return count === 0 ? null : rank;
}

/** What the webview shows of the tokens from `from` to `to`, the last not among them. */
export function describedTokens(columns: TokenColumns, from: number, to: number) {
  const logProbabilities = columns.logProbabilities.slice(from, to);
  const alternatives = columns.alternatives.slice(from, to);
  return {
    texts: columns.texts.slice(from, to),
    logProbabilities,
    ranks: alternatives.map((each, index) => rankOf(logProbabilities[index] ?? null, each)),
    entropies: alternatives.map(entropyOf),
    ids: columns.ids.slice(from, to),
  };
}
