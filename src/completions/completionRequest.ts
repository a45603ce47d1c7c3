import * as v from 'valibot';
import { invalidRequest } from './completionError';

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

/** Ranges of the numeric parameters, as `[lowest, highest]`. The settings schema uses them too. */
export const LIMITS = {
  temperature: [0, 2],
  top_p: [0, 1],
  top_logprobs: [0, 20],
  penalty: [-2, 2],
  stop: 4,
} as const;

const token = v.pipe(v.number(), v.integer(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const within = ([lowest, highest]: readonly [number, number]) =>
  v.pipe(v.number(), v.minValue(lowest), v.maxValue(highest));
const stopSequence = v.pipe(v.string(), v.nonEmpty('must not be empty'));

const requestSchema = v.strictObject({
  /** What to continue: text or token ids, one choice for each prompt. */
  prompt: v.union([v.string(), v.array(v.string()), v.array(token), v.array(v.array(token))]),
  model: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  /** The text after the completion, for servers and models that fill in the middle. */
  suffix: v.optional(v.string()),
  max_tokens: v.optional(count),
  /** 0 is free, -1 the model's maximum sequence length. */
  min_tokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1))),
  temperature: v.optional(within(LIMITS.temperature)),
  top_p: v.optional(within(LIMITS.top_p)),
  stop: v.optional(
    v.union([stopSequence, v.pipe(v.array(stopSequence), v.maxLength(LIMITS.stop))]),
  ),
  seed: v.optional(v.pipe(v.number(), v.integer())),
  n: v.optional(count),
  best_of: v.optional(count),
  echo: v.optional(v.boolean()),
  return_raw_tokens: v.optional(v.boolean()),
  grammar_root: v.optional(v.picklist(GRAMMAR_ROOTS)),
  /** `true` with `top_logprobs: N`, or `N` alone: both forms of the API mean the same. */
  logprobs: v.optional(v.union([v.boolean(), v.pipe(within(LIMITS.top_logprobs), v.integer())])),
  top_logprobs: v.optional(v.pipe(within(LIMITS.top_logprobs), v.integer())),
  frequency_penalty: v.optional(within(LIMITS.penalty)),
  presence_penalty: v.optional(within(LIMITS.penalty)),
  logit_bias: v.optional(v.record(v.string(), v.number())),
  user: v.optional(v.string()),
  prompt_cache_key: v.optional(v.string()),
});

/**
 * One request to the text Completions API, with the API's own parameter names. How it travels
 * (`stream`, `stream_options`, the form of `logprobs`) is the business of the backend.
 */
export type CompletionRequest = Omit<v.InferOutput<typeof requestSchema>, 'stop' | 'prompt'> & {
  readonly prompt: string | readonly string[] | readonly number[] | readonly (readonly number[])[];
  readonly stop?: string | readonly string[] | undefined;
};

/**
 * Checks a request before it is sent or answered.
 *
 * @throws CompletionError of kind `invalidRequest` that names the parameter, its value and its range.
 */
export function validateRequest(request: unknown): CompletionRequest {
  const parsed = v.safeParse(requestSchema, request, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw invalidRequest(v.getDotPath(issue) ?? 'request', issue.message);
  }
  const valid = parsed.output;
  if (valid.echo === true && valid.return_raw_tokens === true) {
    throw invalidRequest('echo', 'cannot be used together with return_raw_tokens');
  }
  if (valid.top_logprobs !== undefined && (valid.logprobs ?? false) === false) {
    throw invalidRequest('top_logprobs', 'needs logprobs to be on');
  }
  return valid;
}

/** How many alternatives a token the request asks for; undefined when it wants no log probabilities. */
export function requestedAlternatives(request: CompletionRequest): number | undefined {
  const { logprobs, top_logprobs: alternatives } = request;
  if (logprobs === undefined || logprobs === false) return undefined;
  return typeof logprobs === 'number' ? logprobs : (alternatives ?? 0);
}

/** The request's stop sequences as a list, whichever form it came in. */
export function stopSequences({ stop }: Pick<CompletionRequest, 'stop'>): readonly string[] {
  if (stop === undefined) return [];
  return typeof stop === 'string' ? [stop] : stop;
}
