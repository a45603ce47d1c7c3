import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import { type CompletionRequest, LIMITS, validateRequest } from '../completions/completionRequest';
import { type RequestAllowance, UNLIMITED } from '../completions/requestAllowance';
import { ANSWER_LIMITS, type AnswerLimits } from './answerLimits';
import { usableApiKey } from './authorization';
import { CompletionAnswer } from './completionAnswer';
import { ConnectionPool } from './connectionPool';
import { detectDialect } from './dialectDetection';
import { type Dialect, type DialectName, DIALECTS } from './dialects';
import { type Endpoint, parseEndpoint, pathAt } from './endpoint';
import { type Deadlines, DEADLINES, Exchange } from './exchange';
import { readModelList } from './modelList';
import { networkError } from './networkError';
import { readText } from './readText';
import type { RefusedRequest } from './refusedRequest';
import { refusedAnswer } from './refusedAnswer';
import { expectedChoices, requestBody } from './requestBody';

/** Longest list of models that is read, in bytes. */
const LONGEST_MODEL_LIST = 4 * 1024 * 1024;

export interface RemoteOptions {
  /** Base address, such as https://api.cerebras.ai (with or without a trailing slash or /v1). */
  readonly endpoint: string;
  /** What the server understands; `automatic` tells it by the endpoint. */
  readonly dialect: DialectName | 'automatic';
  /** Asked for each request, so that a changed key counts at once; undefined where none is set. */
  readonly apiKey: () => Promise<string | undefined>;
  readonly userAgent: string;
  readonly deadlines?: Partial<Deadlines>;
  readonly limits?: Partial<AnswerLimits>;
}

/** What is asked of the server, beside the headers that every request has. */
interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept: string;
  readonly model?: string;
  readonly body?: string;
}

interface Reply {
  readonly request: RefusedRequest;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Completions from a server of the text Completions API, over HTTP. */
export class RemoteBackend implements CompletionBackend {
  private readonly pool = new ConnectionPool();
  private readonly deadlines: Deadlines;
  private readonly limits: AnswerLimits;

  constructor(private readonly options: RemoteOptions) {
    this.deadlines = { ...DEADLINES, ...options.deadlines };
    this.limits = { ...ANSWER_LIMITS, ...options.limits };
  }

  async *complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionChunk, void, undefined> {
    if (signal.aborted) return;
    const valid = validateRequest(request);
    const { endpoint, dialect } = this.server();
    const body = JSON.stringify(requestBody(valid, dialect));
    const exchange = new Exchange(signal, this.deadlines, endpoint.origin);
    try {
      const { bytes, request: sent } = await this.ask(exchange, endpoint, {
        method: 'POST',
        path: dialect.completionsPath,
        accept: 'text/event-stream',
        model: valid.model,
        body,
      });
      const answer = new CompletionAnswer({
        dialect,
        request: sent,
        expectedChoices: expectedChoices(valid),
        limits: this.limits,
        onFinished: () => {
          exchange.finish();
        },
      });
      for await (const batch of answer.batches(bytes)) {
        for (const chunk of batch) {
          if (exchange.aborted) return;
          yield chunk;
        }
      }
      exchange.finish();
    } catch (error) {
      if (!exchange.aborted) throw networkError(error, endpoint.origin);
    } finally {
      exchange.dispose();
    }
  }

  /** @throws CompletionError, or the signal's reason when it aborts: no list would not be the truth. */
  async models(signal: AbortSignal): Promise<ModelInfo[]> {
    signal.throwIfAborted();
    const { endpoint, dialect } = this.server();
    const exchange = new Exchange(signal, this.deadlines, endpoint.origin);
    try {
      const { bytes } = await this.ask(exchange, endpoint, {
        method: 'GET',
        path: dialect.modelsPath,
        accept: 'application/json',
      });
      const list = await readText(bytes, LONGEST_MODEL_LIST);
      signal.throwIfAborted();
      return readModelList(list, endpoint.origin);
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(error, endpoint.origin);
    } finally {
      exchange.dispose();
    }
  }

  capabilities(): Promise<BackendCapabilities> {
    const { fields, logprobs, rawPrompt } = this.server().dialect;
    return Promise.resolve({
      suffix: fields.includes('suffix'),
      logProbabilities: logprobs !== undefined,
      severalChoices: fields.includes('n'),
      rawPrompt,
      mostStops: LIMITS.stop,
    });
  }

  allowance(): Promise<RequestAllowance> {
    return Promise.resolve(UNLIMITED);
  }

  /** Closes every connection; what is under way fails. */
  dispose(): void {
    this.pool.dispose();
  }

  private server(): { endpoint: Endpoint; dialect: Dialect } {
    const endpoint = parseEndpoint(this.options.endpoint);
    const { dialect } = this.options;
    const name = dialect === 'automatic' ? detectDialect(endpoint) : dialect;
    return { endpoint, dialect: DIALECTS[name] };
  }

  /** Sends a question and waits for the head of the answer, which is no refusal. */
  private async ask(exchange: Exchange, endpoint: Endpoint, question: Question): Promise<Reply> {
    const { method, accept, body, model } = question;
    const path = pathAt(endpoint, question.path);
    const apiKey = await exchange.untilAborted(usableApiKey(this.options.apiKey));
    const request: RefusedRequest = { origin: endpoint.origin, path, model, apiKey };
    const headers = {
      accept,
      'user-agent': this.options.userAgent,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    };
    const outgoing = {
      origin: endpoint.origin,
      path,
      method,
      headers,
      ...(body !== undefined && { body }),
    };
    const sending = this.pool.send(outgoing, exchange.signal);
    const answer = await exchange.waitFor(exchange.untilAborted(sending));
    const bytes = exchange.bytes(answer.body);
    const refusal = await refusedAnswer(answer, bytes, request);
    if (refusal) throw refusal;
    return { request, bytes };
  }
}
