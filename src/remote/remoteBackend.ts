import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import { type CompletionRequest, validateRequest } from '../completions/completionRequest';
import { type RequestAllowance, UNLIMITED } from '../completions/requestAllowance';
import { ANSWER_LIMITS, type AnswerLimits } from './answerLimits';
import { usableApiKey } from './authorization';
import { CompletionAnswer } from './completionAnswer';
import { ConnectionPool } from './connectionPool';
import type { DialectName } from './dialects';
import { type Endpoint, parseEndpoint, pathAt } from './endpoint';
import { type Deadlines, DEADLINES, Exchange } from './exchange';
import { isAboutKey, ModelDirectory } from './modelDirectory';
import { readModelList } from './modelList';
import { networkError } from './networkError';
import { readText } from './readText';
import type { RefusedRequest } from './refusedRequest';
import { refusedAnswer } from './refusedAnswer';
import { expectedChoices } from './requestBody';
import type { RequestPlan } from './requestPlan';
import { ServerKnowledge } from './serverKnowledge';

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
  /** Milliseconds on a clock that does not run backwards, for the age of what is remembered. */
  readonly now?: () => number;
}

/** Where the server is, and what is known of it. */
interface Server {
  readonly endpoint: Endpoint;
  readonly knowledge: ServerKnowledge;
}

/** What is asked of the server, beside the headers that every request has. */
interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept: string;
  readonly model?: string;
  readonly body?: string;
  /** Whether the answer is everybody's, so that the key stays here. */
  readonly withoutKey?: boolean;
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
  private readonly directory: ModelDirectory;
  private known: Server | undefined;

  constructor(private readonly options: RemoteOptions) {
    this.deadlines = { ...DEADLINES, ...options.deadlines };
    this.limits = { ...ANSWER_LIMITS, ...options.limits };
    this.directory = new ModelDirectory(options.now ?? (() => performance.now()));
  }

  async *complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionChunk, void, undefined> {
    if (signal.aborted) return;
    const valid = validateRequest(request);
    const { knowledge } = this.server();
    for (;;) {
      const plan = knowledge.plan(valid);
      let began = false;
      try {
        for await (const chunk of this.answer(plan, expectedChoices(valid), signal)) {
          if (!began) knowledge.noteChunk(chunk);
          began = true;
          yield chunk;
        }
        return;
      } catch (error) {
        // Without what the server has just refused, the request may be right.
        if (began || !knowledge.learn(error, plan, valid)) throw error;
      }
    }
  }

  /** The answer to one request. */
  private async *answer(
    plan: RequestPlan,
    choices: number,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionChunk, void, undefined> {
    const { endpoint } = this.server();
    const exchange = new Exchange(signal, this.deadlines, endpoint.origin);
    try {
      const { bytes, request: sent } = await this.ask(exchange, endpoint, {
        method: 'POST',
        path: plan.path,
        accept: plan.accept,
        model: plan.model,
        body: JSON.stringify(plan.body),
      });
      const answer = new CompletionAnswer({
        form: plan.answer,
        request: sent,
        expectedChoices: choices,
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
    const { knowledge } = this.server();
    const { modelsPath, publicModelsPath } = knowledge.dialect;
    const key = await this.options.apiKey().catch(() => undefined);
    const own = async () => {
      const models = await this.list({ path: modelsPath }, signal);
      knowledge.noteModels(models);
      return models;
    };
    const everyones =
      publicModelsPath === undefined
        ? undefined
        : (patience: AbortSignal) => this.publicList(publicModelsPath, patience);
    return this.directory.models({ own, everyones }, key, signal);
  }

  /** The list for everyone; with the key only where the server wants one all the same. */
  private publicList(path: string, signal: AbortSignal): Promise<ModelInfo[]> {
    return this.list({ path, withoutKey: true }, signal).catch((error: unknown) => {
      if (isAboutKey(error)) return this.list({ path }, signal);
      throw error;
    });
  }

  private async list(
    where: Pick<Question, 'path' | 'withoutKey'>,
    signal: AbortSignal,
  ): Promise<ModelInfo[]> {
    const { endpoint } = this.server();
    const exchange = new Exchange(signal, this.deadlines, endpoint.origin);
    try {
      const question = { ...where, method: 'GET', accept: 'application/json' } as const;
      const { bytes } = await this.ask(exchange, endpoint, question);
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

  // eslint-disable-next-line @typescript-eslint/require-await -- an endpoint that is none rejects
  async capabilities(): Promise<BackendCapabilities> {
    return this.server().knowledge.capabilities;
  }

  allowance(): Promise<RequestAllowance> {
    return Promise.resolve(UNLIMITED);
  }

  /** Closes every connection; what is under way fails. */
  dispose(): void {
    this.pool.dispose();
  }

  /** @throws CompletionError for an endpoint that is none */
  private server(): Server {
    if (!this.known) {
      const endpoint = parseEndpoint(this.options.endpoint);
      this.known = { endpoint, knowledge: new ServerKnowledge(endpoint, this.options.dialect) };
    }
    return this.known;
  }

  /** Sends a question and waits for the head of the answer, which is no refusal. */
  private async ask(exchange: Exchange, endpoint: Endpoint, question: Question): Promise<Reply> {
    const { method, accept, body, model, withoutKey } = question;
    const path = pathAt(endpoint, question.path);
    const apiKey = withoutKey
      ? undefined
      : await exchange.untilAborted(usableApiKey(this.options.apiKey));
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
    this.server().knowledge.noteHeaders(answer.headers);
    const bytes = exchange.bytes(answer.body);
    const refusal = await refusedAnswer(answer, bytes, request);
    if (refusal) throw refusal;
    return { request, bytes };
  }
}
