import { invalidRequest } from '../completions/completionError';
import {
  type CompletionRequest,
  requestedAlternatives,
  stopSequences,
} from '../completions/completionRequest';
import type { Dialect, DialectField } from './dialects';

/**
 * Sent where the request leaves `max_tokens` open. One is always sent: some servers stop after 16
 * tokens otherwise, some never, and rate limiters charge for the longest answer possible.
 */
export const DEFAULT_MAX_TOKENS = 1024;

/**
 * Left out where the server does not know them: the answer means the same without them. Without
 * `suffix` the model only knows less, and goes on from the prompt alone.
 */
const DISPENSABLE: readonly DialectField[] = ['seed', 'user', 'prompt_cache_key', 'suffix'];

/**
 * The JSON body of `request` for a server of `dialect`: only fields the server takes, always
 * streamed.
 *
 * @throws CompletionError of kind `invalidRequest` for a field that would change the answer but that
 * the server does not take.
 */
export function requestBody(request: CompletionRequest, dialect: Dialect): Record<string, unknown> {
  checkPrompt(request, dialect);
  const stop = stopSequences(request);
  return {
    model: request.model,
    prompt: request.prompt,
    stream: true,
    ...(dialect.usageOnRequest && { stream_options: { include_usage: true } }),
    max_tokens: request.max_tokens ?? DEFAULT_MAX_TOKENS,
    ...present('temperature', request.temperature ?? dialect.temperature),
    ...present('top_p', request.top_p),
    ...(stop.length > 0 && { stop }),
    ...logProbabilityFields(request, dialect),
    ...dialectFields(request, dialect),
  };
}

/** How many choices an answer to `request` has. */
export function expectedChoices({ prompt, n = 1 }: CompletionRequest): number {
  const several = Array.isArray(prompt) && typeof prompt[0] !== 'number';
  return n * (several ? Math.max(1, prompt.length) : 1);
}

function checkPrompt({ prompt }: CompletionRequest, { singleTextPrompt, server }: Dialect): void {
  if (singleTextPrompt && typeof prompt !== 'string') {
    throw invalidRequest('prompt', `a ${server} server takes one text, no list and no token ids`);
  }
}

function logProbabilityFields(request: CompletionRequest, { logprobs }: Dialect): object {
  const wanted = requestedAlternatives(request);
  if (wanted === undefined || !logprobs) return {};
  const count = Math.min(Math.max(wanted, logprobs.fewest), logprobs.most);
  if (logprobs.form === 'count') return { logprobs: count };
  return { logprobs: true, ...(count > 0 && { top_logprobs: count }) };
}

/** What a field's absence means; such a value is never sent. */
function neutralValues({ n }: CompletionRequest): Readonly<Record<DialectField, unknown>> {
  return {
    suffix: '',
    min_tokens: 0,
    n: 1,
    best_of: n ?? 1,
    echo: false,
    return_raw_tokens: false,
    frequency_penalty: 0,
    presence_penalty: 0,
    seed: undefined,
    grammar_root: undefined,
    logit_bias: undefined,
    user: undefined,
    prompt_cache_key: undefined,
  };
}

function dialectFields(request: CompletionRequest, dialect: Dialect): Record<string, unknown> {
  const neutral = neutralValues(request);
  const fields: Record<string, unknown> = {};
  for (const field of Object.keys(neutral) as DialectField[]) {
    const value = request[field];
    if (value === undefined || value === neutral[field]) continue;
    if (dialect.fields.includes(field)) fields[dialect.renamed?.[field] ?? field] = value;
    else if (!DISPENSABLE.includes(field)) throw refused(field, dialect);
  }
  return fields;
}

function refused(field: DialectField, { server }: Dialect) {
  return invalidRequest(field, `a ${server} server does not take it here`);
}

function present(field: string, value: unknown): object {
  return value === undefined ? {} : { [field]: value };
}
