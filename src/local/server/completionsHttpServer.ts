import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { checkHost, checkKey } from './access';
import { Admission } from './admission';
import { Completions, type ServedEngine } from './completions';
import { modelById, modelList, publicModelList } from './models';
import { RateLimit } from './rateLimit';
import { refusalBody, unknownPath, wrongFormat, wrongMethod } from './refusals';
import { Reply } from './reply';
import { readRequestText } from './requestText';

/** Longest body of a request in bytes, also after decompression, if nothing else is said. */
const LONGEST_BODY = 4 * 1024 * 1024;

/** Completions that are written at the same time, and that wait. */
const MOST_ACTIVE = 32;
const MOST_WAITING = 512;

/** How long a request may take to arrive, and an idle connection is kept, in milliseconds. */
const LONGEST_ARRIVAL = 30_000;
const IDLE = 75_000;

/** How long `close` waits for answers under way, in milliseconds. */
const GRACE = 5_000;

export interface CompletionsHttpServerOptions {
  readonly engine: ServedEngine;
  /** 0 for any that is free. */
  readonly port: number;
  /** The key that clients have to send; undefined where they need none. */
  readonly apiKey?: string | undefined;
  readonly requestsPerMinute?: number | undefined;
  /** In bytes. */
  readonly longestBody?: number;
  /** What `/health` tells besides that the server is there. */
  readonly health: () => object;
}

/** What is at a path, by method. HEAD goes where GET goes. */
type Route = Partial<
  Record<'GET' | 'POST', (request: IncomingMessage, reply: Reply) => unknown>
> & {
  /** Whether it needs no key. */
  readonly isPublic?: boolean;
};

/**
 * The embedded engine as an HTTP server of the text Completions API. It listens on loopback only, and
 * answers no web page: it wants this machine's name as host, JSON as type, and allows no other origin.
 */
export class CompletionsHttpServer {
  private readonly completions: Completions;
  private readonly rateLimit: RateLimit | undefined;
  private closing = false;
  private readonly created = Math.floor(Date.now() / 1000);

  private constructor(
    private readonly server: Server,
    private readonly options: CompletionsHttpServerOptions,
    /** The address, such as http://127.0.0.1:8484. */
    readonly url: string,
  ) {
    const { engine, requestsPerMinute: limit } = options;
    this.completions = new Completions(engine, new Admission(MOST_ACTIVE, MOST_WAITING));
    this.rateLimit =
      limit === undefined ? undefined : new RateLimit(limit, () => performance.now());
    server.on('request', (request, response) => {
      void this.serve(request, response);
    });
    server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
      const error = wrongFormat('The Expect header is not known here.', 'Leave it out.', 417);
      void new Reply(response).fail(error);
    });
    server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
      refuseRaw(socket, 405, 'This server is no proxy.');
    });
    server.on('clientError', refuseMalformed);
  }

  /** @throws Error with a `code`, such as EADDRINUSE, when it cannot listen */
  static async listen(options: CompletionsHttpServerOptions): Promise<CompletionsHttpServer> {
    const server = createServer({
      ...{ requestTimeout: LONGEST_ARRIVAL, headersTimeout: LONGEST_ARRIVAL },
      ...{ keepAliveTimeout: IDLE, requireHostHeader: false },
      // As often as needed to end what hangs within a few seconds.
      connectionsCheckingInterval: 5_000,
    });
    server.listen(options.port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return new CompletionsHttpServer(server, options, `http://127.0.0.1:${address.port}`);
  }

  /** Stops listening, lets answers under way end for some seconds, then cuts what is left. */
  async close(grace = GRACE): Promise<void> {
    const closed = once(this.server, 'close');
    this.closing = true;
    this.server.close();
    this.server.closeIdleConnections();
    const waiting = new AbortController();
    const patience = setTimeout(grace, undefined, { signal: waiting.signal }).catch(
      () => undefined,
    );
    await Promise.race([closed, patience]);
    waiting.abort();
    this.server.closeAllConnections();
    await closed;
  }

  /** Never rejects. */
  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = new Reply(response);
    request.on('error', () => undefined);
    // A connection becomes idle only after its answer; while closing, nobody else ends it then.
    if (this.closing) response.setHeader('connection', 'close');
    response.on('close', () => {
      if (!this.closing) return;
      setImmediate(() => {
        this.server.closeIdleConnections();
      });
    });
    try {
      await this.route(request, reply);
    } catch (error) {
      await reply.fail(error);
    }
  }

  private async route(request: IncomingMessage, reply: Reply): Promise<void> {
    checkHost(request.headers.host);
    const path = pathOf(request.url ?? '');
    const route = this.routeTo(path);
    if (!route) throw unknownPath(path);
    const method = request.method ?? '';
    const allowed = [...('GET' in route ? ['GET', 'HEAD'] : ['POST']), 'OPTIONS'];
    if (!allowed.includes(method)) {
      reply.setHeaders({ allow: allowed.join(', ') });
      throw wrongMethod(method, allowed.slice(0, -1).join(' or '));
    }
    if (method === 'OPTIONS') {
      reply.setHeaders({ allow: allowed.join(', ') });
      reply.empty(204);
      return;
    }
    const { apiKey } = this.options;
    if (apiKey !== undefined && route.isPublic !== true) {
      checkKey(request.headers.authorization, apiKey);
    }
    await (method === 'POST' ? route.POST : route.GET)?.(request, reply);
  }

  private routeTo(path: string): Route | undefined {
    const { created } = this;
    const get = (body: () => object): Route => ({
      GET: (_request, reply) => {
        reply.json(200, body());
      },
    });
    switch (path) {
      case '/v1/completions':
        return { POST: (request, reply) => this.complete(request, reply) };
      case '/v1/models':
        return get(() => modelList(created));
      case '/public/v1/models':
        return { ...get(() => publicModelList(created)), isPublic: true };
      case '/v1/tcp_warming':
        return { ...get(() => ({ status: 'ok' })), isPublic: true };
      case '/health':
        return { ...get(() => ({ status: 'ok', ...this.options.health() })), isPublic: true };
    }
    const [, id] = /^\/v1\/models\/(.+)$/.exec(path) ?? [];
    return id === undefined ? undefined : get(() => modelById(decoded(id), created));
  }

  private async complete(request: IncomingMessage, reply: Reply): Promise<void> {
    const { rateLimit } = this;
    try {
      rateLimit?.take();
    } finally {
      reply.setHeaders(rateLimit?.headers ?? {});
    }
    const text = await readRequestText(request, this.options.longestBody ?? LONGEST_BODY);
    await this.completions.answer(text, reply);
  }
}

/** The path of a request's target, without its query. */
function pathOf(target: string): string {
  const [path = ''] = target.split('?');
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

/** @throws CompletionError with status 400 */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrongFormat('The path has a broken escape sequence.', 'Write % as %25.');
  }
}

/** Answers what is no HTTP, came too slowly, or has too long a head. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
  } else if (error.code === 'HPE_HEADER_OVERFLOW') {
    refuseRaw(socket, 431, 'The head of the request is too long.');
  } else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    refuseRaw(socket, 408, 'The request took too long to arrive.');
  } else {
    refuseRaw(socket, 400, 'The request is not HTTP.');
  }
}

function refuseRaw(socket: Duplex, status: number, message: string): void {
  const body = JSON.stringify(refusalBody(wrongFormat(message, 'Send another one.', status)));
  socket.end(
    [
      ...[`HTTP/1.1 ${status} Refused`, 'content-type: application/json; charset=utf-8'],
      ...[`content-length: ${Buffer.byteLength(body)}`, 'connection: close', '', body],
    ].join('\r\n'),
  );
}
