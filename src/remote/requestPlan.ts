import type { CompletionRequest } from '../completions/completionRequest';
import type { AnswerForm } from './answerForm';
import { type Dialect, type Route, STANDARD_ROUTE } from './dialects';
import { isStreamed, type Parameters, parametersFor } from './requestBody';

/** A request as it goes to one server: where to, what, and how the answer is to be read. */
export interface RequestPlan {
  readonly model: string;
  readonly path: string;
  readonly accept: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The names of what is in it and what a server may not know. */
  readonly sent: readonly string[];
  readonly answer: AnswerForm;
}

/** What is in every dialect's table, but not in every server. */
const SHARED = ['logprobs', 'top_logprobs', 'stream_options'];

/**
 * How `request` is put to a server of `dialect`.
 *
 * @param refused the names of fields, and the paths, that this server has refused before
 * @throws CompletionError of kind `invalidRequest` for what the server does not take
 */
export function planRequest(
  request: CompletionRequest,
  dialect: Dialect,
  refused: ReadonlySet<string> = new Set(),
): RequestPlan {
  const parameters = parametersFor(request, dialect, refused);
  const route = routeFor(parameters, request, dialect, refused);
  const streamed = isStreamed(request);
  const body = BODIES[route.body]({ request, parameters, dialect, refused, streamed });
  return {
    model: request.model,
    path: route.path,
    accept: acceptedType(route, streamed),
    body,
    sent: [...Object.keys(parameters.fields), ...SHARED.filter((field) => field in body)],
    answer: route.answer,
  };
}

function routeFor(
  { fields }: Parameters,
  { prompt }: CompletionRequest,
  { route, suffixRoute }: Dialect,
  refused: ReadonlySet<string>,
): Route {
  const withSuffix = 'suffix' in fields && typeof prompt === 'string';
  const wanted = withSuffix && suffixRoute ? suffixRoute : route;
  if (!refused.has(wanted.path)) return wanted;
  return refused.has(route.path) ? STANDARD_ROUTE : route;
}

function acceptedType({ answer }: Route, streamed: boolean): string {
  if (answer.framing === 'lines') return 'application/x-ndjson';
  return streamed ? 'text/event-stream' : 'application/json';
}

interface BodyParts {
  readonly request: CompletionRequest;
  readonly parameters: Parameters;
  readonly dialect: Dialect;
  readonly refused: ReadonlySet<string>;
  readonly streamed: boolean;
}

const BODIES: Readonly<Record<Route['body'], (parts: BodyParts) => Record<string, unknown>>> = {
  completions: completionsBody,
  infill: infillBody,
  generate: generateBody,
};

function completionsBody(parts: BodyParts): Record<string, unknown> {
  const { request, parameters, dialect, refused, streamed } = parts;
  const { suffix, ...fields } = parameters.fields;
  const asksForUsage = dialect.usageOnRequest && streamed && !refused.has('stream_options');
  return {
    model: request.model,
    prompt: request.prompt,
    stream: streamed,
    ...(asksForUsage && { stream_options: { include_usage: true } }),
    max_tokens: parameters.maxTokens,
    ...present('temperature', parameters.temperature),
    ...present('top_p', parameters.topP),
    ...present('stop', parameters.stop),
    ...logProbabilityFields(parameters),
    ...fields,
    // Where the suffix has a way of its own, this one does not take it.
    ...(!dialect.suffixRoute && present('suffix', suffix)),
  };
}

/** llama.cpp's `/infill`: the model's own fill-in-the-middle format around prefix and suffix. */
function infillBody({ request, parameters }: BodyParts): Record<string, unknown> {
  const { suffix, ...fields } = parameters.fields;
  return {
    model: request.model,
    input_prefix: request.prompt,
    input_suffix: suffix,
    // What goes behind the marks; the rest of the context is in the prefix already.
    prompt: '',
    input_extra: [],
    stream: true,
    n_predict: parameters.maxTokens,
    ...present('temperature', parameters.temperature),
    ...present('top_p', parameters.topP),
    ...present('stop', parameters.stop),
    ...present('n_probs', parameters.logprobs?.count),
    ...fields,
  };
}

/**
 * Ollama's `/api/generate`. With a suffix, the model's own template makes a fill-in-the-middle prompt
 * of it; without one, `raw` keeps the chat template away from the prompt.
 */
function generateBody({ request, parameters }: BodyParts): Record<string, unknown> {
  const { suffix, ...fields } = parameters.fields;
  const { logprobs } = parameters;
  return {
    model: request.model,
    prompt: request.prompt,
    ...(suffix === undefined ? { raw: true } : { suffix }),
    // Models that think would do so first, and the thoughts count as tokens.
    think: false,
    stream: true,
    ...(logprobs && { logprobs: true, top_logprobs: logprobs.count }),
    options: {
      num_predict: parameters.maxTokens,
      ...present('temperature', parameters.temperature),
      ...present('top_p', parameters.topP),
      ...present('stop', parameters.stop),
      // Code repeats itself for good reasons; the API has no such penalty.
      repeat_penalty: 1,
      ...fields,
    },
  };
}

function logProbabilityFields({ logprobs }: Parameters): object {
  if (!logprobs) return {};
  const { form, count } = logprobs;
  if (form === 'count') return { logprobs: count };
  return { logprobs: true, ...(count > 0 && { top_logprobs: count }) };
}

function present(field: string, value: unknown): object {
  return value === undefined ? {} : { [field]: value };
}
