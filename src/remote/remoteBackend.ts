import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import { type CompletionRequest, LIMITS, validateRequest } from '../completions/completionRequest';
import type { RequestAllowance } from '../completions/requestAllowance';
import { CompletionAnswer } from './completionAnswer';
import { ConnectionPool } from './connectionPool';
import { detectDialect } from './dialectDetection';
import { type Dialect, type DialectName, DIALECTS } from './dialects';
import { type Endpoint, parseEndpoint } from './endpoint';
import { type Deadlines, DEADLINES, Exchange } from './exchange';
import { readModelList } from './modelList';
import { networkError } from './networkError';
import { DIRECT, type NetworkSettings } from './networkSettings';
import { RateLimits } from './rateLimits';
import { readText } from './readText';
import { expectedChoices, requestBody } from './requestBody';
import { type Reply, RequestSender } from './requestSending';
import { shortenedRequest } from './shortenedRequest';
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
}

/** Completions from a server of the text Completions API, over HTTP. */
export class RemoteBackend implements CompletionBackend {
  private readonly pool: ConnectionPool;
  private readonly sender: RequestSender;
  private readonly warmth: WarmUp;
  private readonly limits = new RateLimits(
    () => performance.now(),
    () => Date.now(),
  );
  private readonly deadlines: Deadlines;

  constructor(private readonly options: RemoteOptions) {
    this.deadlines = { ...DEADLINES, ...options.deadlines };
    const { headers = {}, network = DIRECT } = options;
    this.pool = new ConnectionPool(network);
    this.sender = new RequestSender(this.pool, { ...options, headers });
    this.warmth = new WarmUp(this.pool, options.userAgent);
  }

  async *complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionChunk, void, undefined> {
    if (signal.aborted) return;
    const valid = validateRequest(request);
    const { endpoint, dialect } = this.server();
    const exchange = new Exchange(signal, this.deadlines, endpoint.origin);
    try {
      const { bytes, request: sent } = await this.ask(exchange, valid);
      const answer = new CompletionAnswer({
        dialect,
        request: sent,
        expectedChoices: expectedChoices(valid),
        onFinished: () => {
          exchange.finish();
        },
      });
      for await (const chunk of answer.chunks(bytes)) {
        if (exchange.aborted) return;
        yield chunk;
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
      const { refusal, bytes } = await this.sender.send(exchange, endpoint, {
        method: 'GET',
        path: dialect.modelsPath,
        accept: 'application/json',
      });
      if (refusal) throw refusal;
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

  /** Who asks for it is about to ask for more: a connection that went cold is warmed up by it. */
  allowance(model: string): Promise<RequestAllowance> {
    this.warmUp();
    return Promise.resolve(this.limits.allowance(model));
  }

  /** Sees to it that a connection is there, if the server has a way to ask for one. Fails silently. */
  warmUp(): void {
    try {
      const { endpoint, dialect } = this.server();
      this.warmth.begin(endpoint, dialect.warmUpPath);
    } catch {
      // An endpoint that is none: the next completion says so.
    }
  }

  /** Closes every connection; what is under way fails. */
  dispose(): void {
    this.warmth.dispose();
    this.pool.dispose();
  }

  private server(): { endpoint: Endpoint; dialect: Dialect } {
    const endpoint = parseEndpoint(this.options.endpoint);
    const { dialect } = this.options;
    const name = dialect === 'automatic' ? detectDialect(endpoint) : dialect;
    return { endpoint, dialect: DIALECTS[name] };
  }

  /** Asks for a completion; once more, with less context, where the prompt is too long. */
  private async ask(exchange: Exchange, request: CompletionRequest): Promise<Reply> {
    const reply = await this.send(exchange, request);
    const { refusal } = reply;
    if (!refusal) return reply;
    const tooLong = refusal.kind === 'contextLength';
    const shorter = tooLong ? shortenedRequest(request, refusal.context) : undefined;
    if (!shorter) throw refusal;
    const second = await this.send(exchange, shorter);
    if (second.refusal) throw second.refusal;
    return second;
  }

  private async send(exchange: Exchange, request: CompletionRequest): Promise<Reply> {
    const { endpoint, dialect } = this.server();
    const body = JSON.stringify(requestBody(request, dialect));
    const counted = this.limits.begin(request);
    const reply = await this.sender.send(exchange, endpoint, {
      method: 'POST',
      path: dialect.completionsPath,
      accept: 'text/event-stream',
      model: request.model,
      body,
      gzip: dialect.gzip,
    });
    counted.answered(reply.headers, reply.refusal);
    return reply;
  }
}
