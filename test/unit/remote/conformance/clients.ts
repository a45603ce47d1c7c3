import Cerebras from '@cerebras/cerebras_cloud_sdk';
import type { CompletionChunk } from '../../../../src/completions/completionChunk';
import { isCompletionError } from '../../../../src/completions/completionError';
import type { CompletionRequest } from '../../../../src/completions/completionRequest';
import { RemoteBackend, type RemoteOptions } from '../../../../src/remote/remoteBackend';
import { mergeAnswer, type MergedAnswer } from './mergedAnswer';

export const API_KEY = 'csk-conformance';

/** What a person using one of the clients has in the end. */
export interface Experience {
  /** The texts of the first choice as they were handed out, without the empty ones. */
  readonly pieces: readonly string[];
  readonly answer: MergedAnswer;
  readonly failure: Failure | undefined;
}

export interface Failure {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  /** Ours, or the name of the official client's class. */
  readonly kind: string;
}

/** Our client. */
export async function withOurs(
  url: string,
  request: CompletionRequest,
  options: Pick<RemoteOptions, 'deadlines'> = {},
): Promise<Experience> {
  const backend = new RemoteBackend({
    endpoint: url,
    dialect: 'cerebras',
    apiKey: () => Promise.resolve(API_KEY),
    userAgent: 'inkling-test',
    ...options,
  });
  try {
    return await experience(backend.complete(request, new AbortController().signal), (error) => {
      if (!isCompletionError(error)) throw error;
      const { status, code, message, requestId, kind } = error;
      return { status, code, message, requestId, kind };
    });
  } finally {
    backend.dispose();
  }
}

/** The official client, without its retries and its warming of connections. */
export async function withOfficial(
  url: string,
  request: Readonly<Record<string, unknown>>,
  options: { readonly timeout?: number } = {},
): Promise<Experience> {
  const still = { maxRetries: 0, warmTCPConnection: false };
  const client = new Cerebras({ baseURL: url, apiKey: API_KEY, ...still, ...options });
  const parameters = request as unknown as Cerebras.CompletionCreateParams;
  const silenced = silenceConsole();
  try {
    return await experience(chunksOf(client, parameters), (error) => {
      if (!(error instanceof Error)) throw error;
      const body = valueAt(error, 'error');
      const status = valueAt(error, 'status');
      return {
        status: typeof status === 'number' ? status : undefined,
        code: textAt(body, 'code'),
        message: textAt(body, 'message') ?? error.message,
        requestId: textAt(valueAt(error, 'headers'), 'x-request-id'),
        kind: error.constructor.name,
      };
    });
  } finally {
    silenced.restore();
  }
}

async function* chunksOf(
  client: Cerebras,
  parameters: Cerebras.CompletionCreateParams,
): AsyncIterable<unknown> {
  const answer: unknown = await client.completions.create(parameters);
  if (isIterable(answer)) yield* answer;
  else yield answer;
}

async function experience(
  chunks: AsyncIterable<unknown>,
  read: (error: unknown) => Failure,
): Promise<Experience> {
  const received: CompletionChunk[] = [];
  let failure: Failure | undefined;
  try {
    for await (const chunk of chunks) received.push(chunk as CompletionChunk);
  } catch (error) {
    failure = read(error);
  }
  const firstChoice = received.flatMap(({ choices }) => (Array.isArray(choices) ? choices : []));
  const pieces = firstChoice.flatMap(({ index, text }) => (index === 0 && text ? [text] : []));
  return { pieces, answer: mergeAnswer(received), failure };
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** A text in an error's body, or in the object inside it. */
function textAt(body: unknown, name: string): string | undefined {
  const own = valueAt(body, name);
  if (typeof own === 'string') return own;
  const inner = valueAt(body, 'error');
  return inner === undefined ? undefined : textAt(inner, name);
}

function valueAt(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  return Reflect.get(object, name) as unknown;
}

/** The official client writes what it cannot read to the console. */
function silenceConsole(): { restore: () => void } {
  const { error } = console;
  console.error = () => undefined;
  return {
    restore: () => {
      console.error = error;
    },
  };
}
