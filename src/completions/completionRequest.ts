import * as v from 'valibot';
import { type CompletionError, invalidParameter, unknownParameter } from './completionError';
import { nearestName } from './nearestName';
import type { GRAMMAR_ROOTS } from './parameterLimits';
import { mustBe, type Rule } from './parameterRules';
import { phrase } from './phrase';
import { isPrompt } from './promptRule';
import { REQUEST_RULES as RULES } from './requestRules';
import { ruled } from './ruledSchema';

const requestSchema = v.strictObject({
  /** What to continue: text or token ids, one choice for each prompt. */
  prompt: ruled<string | string[] | number[] | number[][]>(isPrompt),
  model: ruled<string>(RULES.model),
  /** The text after the completion, for servers and models that fill in the middle. */
  suffix: optional<string>('suffix'),
  max_tokens: optional<number>('max_tokens'),
  /** 0 is free, -1 the model's maximum sequence length. */
  min_tokens: optional<number>('min_tokens'),
  temperature: optional<number>('temperature'),
  top_p: optional<number>('top_p'),
  stop: optional<string | string[]>('stop'),
  seed: optional<number>('seed'),
  n: optional<number>('n'),
  best_of: optional<number>('best_of'),
  echo: optional<boolean>('echo'),
  return_raw_tokens: optional<boolean>('return_raw_tokens'),
  grammar_root: optional<(typeof GRAMMAR_ROOTS)[number]>('grammar_root'),
  /** `true` with `top_logprobs: N`, or `N` alone: both forms of the API mean the same. */
  logprobs: optional<boolean | number>('logprobs'),
  top_logprobs: optional<number>('top_logprobs'),
  frequency_penalty: optional<number>('frequency_penalty'),
  presence_penalty: optional<number>('presence_penalty'),
  logit_bias: optional<Record<string, number>>('logit_bias'),
  user: optional<string>('user'),
  prompt_cache_key: optional<string>('prompt_cache_key'),
});

function optional<T>(parameter: keyof typeof RULES) {
  return v.optional(ruled<T>(RULES[parameter]));
}

/**
 * One request to the text Completions API, with the API's own parameter names. How it travels
 * (`stream`, `stream_options`, the form of `logprobs`) is the business of the backend.
 */
export type CompletionRequest = Omit<v.InferOutput<typeof requestSchema>, 'stop' | 'prompt'> & {
  readonly prompt: string | readonly string[] | readonly number[] | readonly (readonly number[])[];
  readonly stop?: string | readonly string[] | undefined;
};

/**
 * Checks a request before it is sent or answered. Linear in the length of the prompt.
 *
 * @throws CompletionError of kind `invalidRequest` that names the parameter, its value and its range.
 */
export function validateRequest(request: unknown): CompletionRequest {
  const parsed = v.safeParse(requestSchema, request, { abortEarly: true });
  if (!parsed.success) throw problemOf(parsed.issues[0]);
  const problem = contradictionIn(parsed.output);
  if (problem) throw problem;
  return parsed.output;
}

function problemOf(issue: v.InferIssue<typeof requestSchema>): CompletionError {
  const parameter = v.getDotPath(issue);
  if (parameter === null) {
    return invalidParameter('request', mustBe(issue.input, phrase`an object of parameters`));
  }
  if (issue.type === 'strict_object') {
    if (parameter in requestSchema.entries) return invalidParameter(parameter, phrase`is missing`);
    const meant = nearestName(parameter, Object.keys(requestSchema.entries));
    return unknownParameter(
      parameter,
      meant === undefined ? undefined : phrase`Did you mean ${meant}?`,
    );
  }
  const { [parameter]: rule } = { ...RULES, prompt: isPrompt } as Readonly<Record<string, Rule>>;
  return invalidParameter(parameter, rule?.(issue.input) ?? phrase`is not valid`);
}

/** What is wrong with parameters that are right one by one. */
function contradictionIn(
  request: v.InferOutput<typeof requestSchema>,
): CompletionError | undefined {
  const { min_tokens: fewest, max_tokens: most, n = 1, best_of: candidates } = request;
  if (request.echo === true && request.return_raw_tokens === true) {
    return invalidParameter(
      'echo',
      phrase`cannot be true together with return_raw_tokens`,
      phrase`Turn off one of the two.`,
    );
  }
  if (request.top_logprobs !== undefined && (request.logprobs ?? false) === false) {
    return invalidParameter(
      'top_logprobs',
      phrase`is ${request.top_logprobs}, but needs logprobs to be on`,
      phrase`Set logprobs to true, or leave top_logprobs out.`,
    );
  }
  if (fewest !== undefined && most !== undefined && fewest > most) {
    return invalidParameter(
      'min_tokens',
      phrase`is ${fewest}, but must be at most max_tokens, ${most}`,
    );
  }
  if (candidates !== undefined && candidates < n) {
    return invalidParameter('best_of', phrase`is ${candidates}, but must be at least n, ${n}`);
  }
  return undefined;
}
