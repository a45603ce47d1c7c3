import { invalidParameter, type CompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { phrase, type Phrase } from '../completions/phrase';
import { requestedAlternatives, stopSequences } from '../completions/requestForms';
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

/** What goes into a body, whatever the server calls it. */
export interface Parameters {
  readonly maxTokens: number;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly stop: readonly string[] | undefined;
  /** Undefined where none are wanted or the server gives none. */
  readonly logprobs:
    { readonly form: 'flagAndCount' | 'count'; readonly count: number } | undefined;
  /** Under the names that the server has for them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * What of `request` a server of `dialect` is sent: only what it takes.
 *
 * @param refused what this server has refused before
 * @throws CompletionError of kind `invalidRequest` for a field that would change the answer but that
 * the server does not take, or takes less of.
 */
export function parametersFor(
  request: CompletionRequest,
  dialect: Dialect,
  refused: ReadonlySet<string>,
): Parameters {
  if (dialect.singleTextPrompt && typeof request.prompt !== 'string') {
    throw notTaken(
      'prompt',
      phrase`is set, but a ${dialect.server} server does not take it as a list or as token ids`,
    );
  }
  const stop = stopSequences(request);
  if (stop.length > dialect.mostStops) throw tooManyStops(stop.length, dialect);
  return {
    maxTokens: request.max_tokens ?? Math.max(DEFAULT_MAX_TOKENS, request.min_tokens ?? 0),
    temperature: request.temperature ?? dialect.temperature,
    topP: request.top_p ?? dialect.top_p,
    stop: stop.length > 0 ? stop : undefined,
    logprobs: logProbabilityForm(request, dialect, refused),
    fields: dialectFields(request, dialect, refused),
  };
}

/** Whether a server streams the answer: not where it has to compare whole candidates first. */
export function isStreamed({ n = 1, best_of: candidates = n }: CompletionRequest): boolean {
  return candidates <= n;
}

/** The form that the server takes: the other one after it has refused its usual one. */
function logProbabilityForm(
  request: CompletionRequest,
  { logprobs }: Dialect,
  refused: ReadonlySet<string>,
): Parameters['logprobs'] {
  const wanted = requestedAlternatives(request);
  if (wanted === undefined || !logprobs || refused.has('logprobs')) return undefined;
  const form = refused.has('top_logprobs') ? 'count' : logprobs.form;
  return { form, count: Math.min(Math.max(wanted, logprobs.fewest), logprobs.most) };
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

function dialectFields(
  request: CompletionRequest,
  dialect: Dialect,
  refused: ReadonlySet<string>,
): Record<string, unknown> {
  const neutral = neutralValues(request);
  const fields: Record<string, unknown> = {};
  for (const field of Object.keys(neutral) as DialectField[]) {
    const value = request[field];
    if (value === undefined || value === neutral[field]) continue;
    const name = dialect.renamed?.[field] ?? field;
    if (dialect.fields.includes(field) && !refused.has(name)) fields[name] = value;
    else if (!DISPENSABLE.includes(field))
      throw notTaken(field, phrase`is set, but a ${dialect.server} server does not take it here`);
  }
  return fields;
}

function notTaken(field: string, problem: Phrase): CompletionError {
  return invalidParameter(
    field,
    problem,
    phrase`Leave ${field} out; if it is a server of another kind, name that in inkling.dialect.`,
  );
}

function tooManyStops(count: number, { server, mostStops }: Dialect): CompletionError {
  return invalidParameter(
    'stop',
    phrase`has ${count} stop sequences, but a ${server} server takes at most ${mostStops}`,
    phrase`Keep the ${mostStops} that matter most.`,
  );
}
