import { type CompletionRequest, validateRequest } from '../../src/completions/completionRequest';
import { requestedAlternatives, stopSequences } from '../../src/completions/requestForms';
import { isCompletionError } from '../../src/completions/completionError';

/** What a request asks the server for. */
export interface Order {
  readonly model: string;
  readonly stream: boolean;
  /** One for each choice: as many as prompts, times `n`. */
  readonly prompts: readonly (string | readonly number[])[];
  readonly maxTokens: number;
  readonly stop: readonly string[];
  /** Undefined when no log probabilities are asked for. */
  readonly alternatives: number | undefined;
  readonly echo: boolean;
  readonly rawTokens: boolean;
}

/** A refusal, in the flat form of the Cerebras API. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  readonly param?: string;
}

const MOST_STOPS = 4;

/** Reads a request as strictly as the Cerebras API does: a field it does not know is refused. */
export function readOrder(body: Record<string, unknown>): Order | Refusal {
  const { stream, stream_options: streamOptions, suffix, ...parameters } = body;
  if (suffix !== undefined) return wrongFormat('suffix', 'suffix is not supported');
  if (stream !== undefined && typeof stream !== 'boolean') {
    return wrongFormat('stream', 'stream must be a boolean');
  }
  if (streamOptions !== undefined && stream !== true) {
    return wrongFormat('stream_options', 'stream_options needs stream');
  }
  const { stop } = parameters;
  if (Array.isArray(stop) && stop.length > MOST_STOPS) {
    return wrongFormat('stop', `stop may have at most ${MOST_STOPS} sequences`);
  }
  try {
    return orderFor(validateRequest(parameters), stream ?? false);
  } catch (error) {
    if (!isCompletionError(error)) throw error;
    const [, param = 'request'] = /^The parameter (\S+)/.exec(error.message) ?? [];
    return wrongFormat(param, error.message);
  }
}

export function isRefusal(order: Order | Refusal): order is Refusal {
  return 'status' in order;
}

function orderFor(request: CompletionRequest, stream: boolean): Order {
  const given = listOfPrompts(request.prompt);
  const copies = Array.from({ length: request.n ?? 1 });
  return {
    model: request.model,
    stream,
    prompts: given.flatMap((prompt) => copies.map(() => prompt)),
    maxTokens: request.max_tokens ?? Infinity,
    stop: stopSequences(request),
    alternatives: requestedAlternatives(request),
    echo: request.echo ?? false,
    rawTokens: request.return_raw_tokens ?? false,
  };
}

function listOfPrompts(prompt: CompletionRequest['prompt']): (string | readonly number[])[] {
  if (typeof prompt === 'string') return [prompt];
  const texts: string[] = [];
  const lists: (readonly number[])[] = [];
  const ids: number[] = [];
  for (const each of prompt) {
    if (typeof each === 'number') ids.push(each);
    else if (typeof each === 'string') texts.push(each);
    else lists.push(each);
  }
  return ids.length > 0 ? [ids] : [...texts, ...lists];
}

function wrongFormat(param: string, message: string): Refusal {
  return { status: 400, message, code: 'wrong_api_format', param };
}
