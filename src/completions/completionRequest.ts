import * as v from 'valibot';
import { type CompletionError, invalidParameter } from './completionError';
import { nearestName } from './nearestName';
import { GRAMMAR_ROOTS, LIMITS } from './parameterLimits';
import {
  isBias,
  isFilledText,
  isFlag,
  isOneOf,
  isStop,
  isText,
  isWhole,
  isWithin,
  mustBe,
} from './parameterRules';
import { isPrompt } from './promptRule';
import { ruled } from './ruledSchema';

const alternatives = isWhole(...LIMITS.top_logprobs);
const text = v.optional(ruled<string>(isText));
const flag = v.optional(ruled<boolean>(isFlag));
const within = (range: readonly [number, number]) => v.optional(ruled<number>(isWithin(range)));
const whole = (lowest: number) => v.optional(ruled<number>(isWhole(lowest)));

const requestSchema = v.strictObject({
  /** What to continue: text or token ids, one choice for each prompt. */
  prompt: ruled<string | string[] | number[] | number[][]>(isPrompt),
  model: ruled<string>(isFilledText),
  /** The text after the completion, for servers and models that fill in the middle. */
  suffix: text,
  max_tokens: whole(1),
  /** 0 is free, -1 the model's maximum sequence length. */
  min_tokens: whole(-1),
  temperature: within(LIMITS.temperature),
  top_p: within(LIMITS.top_p),
  stop: v.optional(ruled<string | string[]>(isStop(LIMITS.stop))),
  seed: whole(Number.MIN_SAFE_INTEGER),
  n: whole(1),
  best_of: whole(1),
  echo: flag,
  return_raw_tokens: flag,
  grammar_root: v.optional(ruled<(typeof GRAMMAR_ROOTS)[number]>(isOneOf(GRAMMAR_ROOTS))),
  /** `true` with `top_logprobs: N`, or `N` alone: both forms of the API mean the same. */
  logprobs: v.optional(
    ruled<boolean | number>((value) =>
      typeof value === 'boolean' || alternatives(value) === undefined
        ? undefined
        : mustBe(value, 'true, false or a whole number from 0 to 20'),
    ),
  ),
  top_logprobs: v.optional(ruled<number>(alternatives)),
  frequency_penalty: within(LIMITS.penalty),
  presence_penalty: within(LIMITS.penalty),
  logit_bias: v.optional(ruled<Record<string, number>>(isBias(LIMITS.bias))),
  user: text,
  prompt_cache_key: text,
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
    return invalidParameter('request', mustBe(issue.input, 'an object of parameters'));
  }
  if (issue.type === 'strict_object') {
    if (parameter in requestSchema.entries) return invalidParameter(parameter, 'is missing');
    const meant = nearestName(parameter, Object.keys(requestSchema.entries));
    return invalidParameter(
      parameter,
      'is not one of the API’s',
      meant === undefined ? 'Leave it out.' : `Did you mean ${meant}?`,
    );
  }
  return invalidParameter(parameter, issue.message);
}

/** What is wrong with parameters that are right one by one. */
function contradictionIn(
  request: v.InferOutput<typeof requestSchema>,
): CompletionError | undefined {
  const { min_tokens: fewest, max_tokens: most, n = 1, best_of: candidates } = request;
  if (request.echo === true && request.return_raw_tokens === true) {
    return invalidParameter(
      'echo',
      'cannot be true together with return_raw_tokens',
      'Turn off one of the two.',
    );
  }
  if (request.top_logprobs !== undefined && (request.logprobs ?? false) === false) {
    return invalidParameter(
      'top_logprobs',
      `is ${request.top_logprobs}, but needs logprobs to be on`,
      'Set logprobs to true, or leave top_logprobs out.',
    );
  }
  if (fewest !== undefined && most !== undefined && fewest > most) {
    return invalidParameter('min_tokens', `is ${fewest}, but must be at most max_tokens, ${most}`);
  }
  if (candidates !== undefined && candidates < n) {
    return invalidParameter('best_of', `is ${candidates}, but must be at least n, ${n}`);
  }
  return undefined;
}
