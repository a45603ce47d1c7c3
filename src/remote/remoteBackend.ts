import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import { type CompletionRequest, validateRequest } from '../completions/completionRequest';
import type { RequestAllowance } from '../completions/requestAllowance';
import type { WrittenRequest } from '../completions/writtenRequest';
import { ANSWER_LIMITS, type AnswerLimits } from './answerLimits';
import { CompletionOpening, type Server } from './completionOpening';
import { ConnectionPool } from './connectionPool';
import type { DialectName } from '../completions/dialectNames';
import { parseEndpoint, pathAt } from './endpoint';
import { type Deadlines, DEADLINES, Exchange } from './exchange';
import type { BodySink } from './incomingAnswer';
import { isAboutKey, LIST_AGE, ModelDirectory } from './modelDirectory';
import { readModelList } from './modelList';
import { networkError } from './networkError';
import { DIRECT, type NetworkSettings } from './networkSettings';
import { RateLimits } from './rateLimits';
import { readText } from './readText';
import { type Question, RequestSender } from './requestSending';
import { ServerKnowledge } from './serverKnowledge';
import { type OpenedAnswer, StreamedCompletion } from './streamedCompletion';
import type { ModelStorage } from './storedModels';
import { WarmUp } from './warmUp';

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
  /** What to send beside, such as what a gateway wants. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How the server is reached; straight where left out. */
  readonly network?: NetworkSettings;
  readonly deadlines?: Partial<Deadlines>;
  readonly limits?: Partial<AnswerLimits>;
  /** Milliseconds on a clock that does not run backwards, for the age of what is remembered. */
  readonly now?: () => number;
  /** Where the list of models is kept for who is offline; nowhere where left out. */
  readonly modelStorage?: ModelStorage;
}

/** Completions from a server of the text Completions API, over HTTP. */
export class RemoteBackend implements CompletionBackend {
  private readonly pool: ConnectionPool;
  private readonly sender: RequestSender;
  private readonly warmth: WarmUp;
  private readonly rateLimits = new RateLimits(
    () => performance.now(),
    () => Date.now(),
  );
  private readonly deadlines: Deadlines;
  private readonly opening: CompletionOpening;
  private readonly directory: ModelDirectory;
  private known: Server | undefined;
  private recalled: Promise<void> | undefined;

  constructor(private readonly options: RemoteOptions) {
    this.deadlines = { ...DEADLINES, ...options.deadlines };
    const { headers = {}, network = DIRECT, now = () => performance.now() } = options;
    this.directory = new ModelDirectory(now, LIST_AGE, options.modelStorage);
    this.pool = new ConnectionPool(network);
    this.sender = new RequestSender(this.pool, { ...options, headers });
    const limits = { ...ANSWER_LIMITS, ...options.limits };
    this.opening = new CompletionOpening(this.sender, this.rateLimits, limits);
    this.warmth = new WarmUp(this.pool, options.userAgent);
  }

  complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncIterableIterator<CompletionChunk, undefined> {
    return new StreamedCompletion(signal, () => this.open(request, signal));
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
    const models = await this.directory.models({ own, everyones }, key, signal);
    knowledge.noteContexts(models);
    return models;
  }

  /** @throws CompletionError */
  private async open(request: CompletionRequest, signal: AbortSignal): Promise<OpenedAnswer> {
    const valid = validateRequest(request);
    const server = this.server();
    const { origin } = server.endpoint;
    const exchange = new Exchange(signal, this.deadlines, origin);
    try {
      return { answer: await this.opening.open(exchange, server, valid), exchange };
    } catch (error) {
      exchange.dispose();
      throw networkError(error, origin);
    }
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
    const { endpoint, knowledge } = this.server();
    const exchange = new Exchange(signal, this.deadlines, endpoint.origin);
    try {
      const question = { ...where, method: 'GET', accept: 'application/json' } as const;
      const { body, headers, refusal } = await this.sender.send(exchange, endpoint, question);
      knowledge.noteHeaders(headers);
      if (refusal) throw refusal;
      const read = (sink: BodySink) => {
        exchange.read(body, sink);
      };
      const list = await readText(read, LONGEST_MODEL_LIST);
      signal.throwIfAborted();
      return readModelList(list, endpoint.origin);
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(error, endpoint.origin);
    } finally {
      exchange.dispose();
    }
  }

  async capabilities(model?: string): Promise<BackendCapabilities> {
    const { knowledge } = this.server();
    this.recalled ??= this.recallContexts(knowledge);
    await this.recalled;
    return knowledge.capabilities(model);
  }

  /** Who asks for it is about to ask for more: a connection that went cold is warmed up by it. */
  allowance(model: string): Promise<RequestAllowance> {
    this.warmUp();
    return Promise.resolve(this.rateLimits.allowance(model));
  }

  /**
   * How `request` is put to the server, by what is known of it now.
   *
   * @throws CompletionError for what the server does not take
   */
  written(request: CompletionRequest): WrittenRequest {
    const { endpoint, knowledge } = this.server();
    const { path, body } = knowledge.plan(request);
    return { url: endpoint.origin + pathAt(endpoint, path), body };
  }

  /** Sees to it that a connection is there, if the server has a way to ask for one. Fails silently. */
  warmUp(): void {
    try {
      const { endpoint, knowledge } = this.server();
      this.warmth.begin(endpoint, knowledge.dialect.warmUpPath);
    } catch {
      // An endpoint that is none: the next completion says so.
    }
  }

  /** Closes every connection; what is under way fails. */
  dispose(): void {
    this.warmth.dispose();
    this.pool.dispose();
  }

  /** How long the models' contexts are is known from the session before. */
  private async recallContexts(knowledge: ServerKnowledge): Promise<void> {
    const key = await this.options.apiKey().catch(() => undefined);
    knowledge.noteContexts(this.directory.remembered(key) ?? []);
  }

  /** @throws CompletionError for an endpoint that is none */
  private server(): Server {
    if (!this.known) {
      const endpoint = parseEndpoint(this.options.endpoint);
      this.known = { endpoint, knowledge: new ServerKnowledge(endpoint, this.options.dialect) };
    }
    return this.known;
  }
}
