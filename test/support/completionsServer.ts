import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { PlannedAnswer } from './completionsServerAnswer';
import { type ReceivedRequest, ServedExchange } from './completionsServerExchange';
import {
  breakOffAsTold,
  type CompletionsServerFailure,
  refuseAsTold,
} from './completionsServerFailure';
import { isRefusal, readOrder, type Refusal } from './completionsServerRequest';
import type { Gate } from './gate';
import { listenOnLoopback } from './loopback';

export type { CompletionsServerFailure, ReceivedRequest };

export interface CompletionsServerOptions {
  /** The text to stream for a request. */
  readonly reply: string | ((request: Record<string, unknown>) => string);
  /** In milliseconds, 0 where left out. */
  readonly timeToFirstToken?: number;
  /** From one token to the next, in milliseconds, 0 where left out. */
  readonly tokenInterval?: number;
  /** When set, a stream goes on after so many tokens only once the gate is open. */
  readonly hold?: { readonly afterTokens: number; readonly gate: Gate };
  /** When set, requests with another key or none get 401 `wrong_api_key`. */
  readonly apiKey?: string;
  /** When set, requests for another model get 404 `model_not_found`. */
  readonly models?: readonly string[];
  /** What the list of models tells of each, beside its name. */
  readonly modelFacts?: object;
  /** Whether `data: [DONE]` ends a stream; true where left out. */
  readonly endMark?: boolean;
  /** When set from the start, the server speaks TLS with these. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly failure?: CompletionsServerFailure;
  /** Milliseconds since 1970 for the answers' times; the clock's where left out. */
  readonly now?: () => number;
  /** The id of every answer; a new one each where left out. */
  readonly answerId?: string;
}

const DEFAULT_MODELS = ['llama3.1-8b', 'llama-3.3-70b'];

/**
 * A server of the text Completions API on loopback, for tests: streams the text it is told to, in the
 * chunks of the Cerebras API and as strict as that about requests.
 */
export class CompletionsServer {
  /** The requests for completions, refused ones too. */
  readonly requests: ReceivedRequest[] = [];
  /** All other requests, such as those for the list of models. */
  readonly otherRequests: ReceivedRequest[] = [];
  private readonly connections = new WeakMap<object, number>();
  private connectionCount = 0;
  private waiting: { count: number; resolve: (request: ReceivedRequest) => void }[] = [];
  private closing = new AbortController();

  private constructor(
    /** Can be changed at any time: each request is answered by what they are when it comes. */
    public options: CompletionsServerOptions,
    private readonly server: Server,
    /** The address of the server, which it keeps when it is closed. */
    readonly url: string,
  ) {
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.connections.set(socket, ++this.connectionCount);
    });
    server.on('request', (request, response) => {
      this.serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(options: CompletionsServerOptions): Promise<CompletionsServer> {
    const server = options.tls ? createSecureServer(options.tls) : createServer();
    const port = await listenOnLoopback(server);
    const scheme = options.tls ? 'https' : 'http';
    return new CompletionsServer(options, server, `${scheme}://127.0.0.1:${port}`);
  }

  /** The request number `count` for a completion, counted from 1, as soon as it has come. */
  waitForRequest(count: number): Promise<ReceivedRequest> {
    const received = this.requests[count - 1];
    if (received) return Promise.resolve(received);
    return new Promise((resolve) => this.waiting.push({ count, resolve }));
  }

  /** Listens again, at the same address, after it was closed. */
  async reopen(): Promise<void> {
    this.closing = new AbortController();
    this.server.listen(Number(new URL(this.url).port), '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Cuts every connection and stops listening. */
  async close(): Promise<void> {
    this.closing.abort();
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { options } = this;
    const connection = this.connections.get(incoming.socket) ?? 0;
    const { signal } = this.closing;
    const exchange = await ServedExchange.receive(incoming, response, connection, signal);
    this.record(exchange);
    if (options.apiKey !== undefined && !hasKey(exchange, options.apiKey)) {
      refuse(exchange, { status: 401, message: 'Wrong API Key', code: 'wrong_api_key' });
    } else if (refuseAsTold(exchange, options.failure)) {
      return;
    } else if (exchange.isForCompletion) {
      await this.complete(exchange, options);
    } else if (exchange.path === '/v1/models') {
      exchange.sendJson(200, modelList(options.models ?? DEFAULT_MODELS, options.modelFacts));
    } else {
      response.writeHead(404).end();
    }
  }

  private record(exchange: ServedExchange): void {
    (exchange.isForCompletion ? this.requests : this.otherRequests).push(exchange);
    const number = this.requests.length + this.otherRequests.length;
    exchange.response.setHeader('x-request-id', `req-${number}`);
    if (!exchange.isForCompletion) return;
    const isDue = ({ count }: { count: number }) => count === this.requests.length;
    for (const { resolve } of this.waiting.filter(isDue)) resolve(exchange);
    this.waiting = this.waiting.filter((each) => !isDue(each));
  }

  private async complete(
    exchange: ServedExchange,
    options: CompletionsServerOptions,
  ): Promise<void> {
    const order = readOrder(exchange.body);
    if (isRefusal(order)) {
      refuse(exchange, order);
      return;
    }
    if (options.models && !options.models.includes(order.model)) {
      const message = `Model ${order.model} does not exist or you do not have access to it.`;
      refuse(exchange, { status: 404, message, code: 'model_not_found', param: 'model' });
      return;
    }
    const { reply, timeToFirstToken = 0 } = options;
    const text = typeof reply === 'string' ? reply : reply(exchange.body);
    const now = options.now ?? Date.now;
    const timing = { id: options.answerId, now, receivedAt: now(), timeToFirstToken };
    const answer = new PlannedAnswer(order, text, timing);
    setRateLimits(exchange.response, this.requests.length);
    await exchange.pause(timeToFirstToken);
    if (order.stream) await stream(answer, exchange, options);
    else exchange.sendJson(200, answer.whole);
  }
}

async function stream(
  answer: PlannedAnswer,
  exchange: ServedExchange,
  { tokenInterval = 0, hold, failure, endMark = true }: CompletionsServerOptions,
): Promise<void> {
  const { response } = exchange;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  await exchange.sendEvent(answer.opening);
  for (const piece of answer.pieces()) {
    if (await breakOffAsTold(exchange, failure)) return;
    if (exchange.tokensSent > 0) await exchange.pause(tokenInterval);
    if (exchange.tokensSent === hold?.afterTokens) await exchange.waitFor(hold.gate.opened);
    if (response.destroyed) return;
    await exchange.sendEvent(piece);
    exchange.tokensSent++;
  }
  if (await breakOffAsTold(exchange, failure)) return;
  await exchange.sendEvent(answer.closing);
  response.end(endMark ? 'data: [DONE]\n\n' : '');
}

function hasKey({ headers }: ReceivedRequest, apiKey: string): boolean {
  return headers.authorization === `Bearer ${apiKey}`;
}

/** Refuses in the flat form of the Cerebras API. */
function refuse(exchange: ServedExchange, { status, message, code, param = '' }: Refusal): void {
  const type = status === 400 ? 'invalid_request_error' : code;
  exchange.sendJson(status, { message, type, param, code });
}

function modelList(models: readonly string[], facts: object = {}): object {
  const common = { object: 'model', created: 0, owned_by: 'Inkling', ...facts };
  const data = models.map((id) => ({ id, ...common }));
  return { object: 'list', data };
}

function setRateLimits(response: ServerResponse, used: number): void {
  const limits = { 'requests-day': 14_400, 'tokens-minute': 60_000 };
  for (const [name, limit] of Object.entries(limits)) {
    response.setHeader(`x-ratelimit-limit-${name}`, limit);
    response.setHeader(`x-ratelimit-remaining-${name}`, Math.max(0, limit - used));
    response.setHeader(`x-ratelimit-reset-${name}`, '33011.382867');
  }
}
