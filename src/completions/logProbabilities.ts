import * as v from 'valibot';

/** The log probabilities of a piece of a completion: four arrays of one length, as on the wire. */
export const logProbabilitiesSchema = v.object({
  tokens: v.array(v.string()),
  /** Natural logarithms; null where the server has none, such as the first token of an echo. */
  token_logprobs: v.array(v.nullable(v.number())),
  /** Other likely tokens at each position, with the chosen one among them where it is likely. */
  top_logprobs: v.array(v.nullable(v.record(v.string(), v.number()))),
  /** Where each token starts, in UTF-16 code units from the start of the choice's text. */
  text_offset: v.array(v.number()),
});

export type LogProbabilities = v.InferOutput<typeof logProbabilitiesSchema>;

/** One token of a completion with what the model thought of it. */
export interface ScoredToken {
  readonly text: string;
  /** Natural logarithm of its probability; undefined where the server gave none. */
  readonly logProbability: number | undefined;
  /** Other likely tokens, most likely first, with their log probabilities. */
  readonly alternatives: readonly { readonly text: string; readonly logProbability: number }[];
}

/** The tokens of `logprobs`, one object each. */
export function scoredTokens(logprobs: LogProbabilities): ScoredToken[] {
  return logprobs.tokens.map((text, index) => ({
    text,
    logProbability: logprobs.token_logprobs[index] ?? undefined,
    alternatives: Object.entries(logprobs.top_logprobs[index] ?? {})
      .map(([alternative, logProbability]) => ({ text: alternative, logProbability }))
      .sort((a, b) => b.logProbability - a.logProbability),
  }));
}
