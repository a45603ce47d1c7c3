import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

/** A request as it came. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  /** The body as it was sent, decompressed. */
  readonly bodyText: string;
  /** Which connection it came on: the first is 1. */
  readonly connection: number;
  /** How many tokens of the answer were sent so far. */
  readonly tokensSent: number;
  /** Resolves when the exchange is over: true when the client closed the socket before the end. */
  readonly closedEarly: Promise<boolean>;
}

/** One request and the answer to it, as the test server's side sees them. */
export class ServedExchange implements ReceivedRequest {
  tokensSent = 0;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  readonly closedEarly: Promise<boolean>;
  private cutHere = false;

  private constructor(
    request: IncomingMessage,
    readonly response: ServerResponse,
    readonly bodyText: string,
    readonly connection: number,
    private readonly closing: AbortSignal,
  ) {
    this.method = request.method ?? '';
    this.path = request.url ?? '';
    this.headers = request.headers;
    this.body = parsed(bodyText);
    // A write that meets a closed socket: `closedEarly` tells of it.
    response.on('error', () => undefined);
    this.closedEarly = new Promise((resolve) => {
      const settle = () => {
        resolve(!response.writableFinished && !this.cutHere && !closing.aborted);
      };
      if (response.destroyed) settle();
      else response.once('close', settle);
    });
  }

  static async receive(
    request: IncomingMessage,
    response: ServerResponse,
    connection: number,
    closing: AbortSignal,
  ): Promise<ServedExchange> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const sent = Buffer.concat(pieces);
    const gzip = request.headers['content-encoding'] === 'gzip';
    const body = (gzip ? gunzipSync(sent) : sent).toString();
    return new ServedExchange(request, response, body, connection, closing);
  }

  get isForCompletion(): boolean {
    return this.method === 'POST' && this.path === '/v1/completions';
  }

  /** Waits, but no longer than the connection lives. */
  async pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    await this.whileConnected((signal) => wait(milliseconds, undefined, { signal }));
  }

  /** Waits until `promise` is fulfilled, but no longer than the connection lives. */
  async waitFor(promise: Promise<unknown>): Promise<void> {
    await this.whileConnected((signal) => Promise.race([promise, once(signal, 'abort')]));
  }

  /** Resolves when the event has left for the socket. */
  sendEvent(data: unknown): Promise<void> {
    return new Promise((resolve) => {
      this.response.write(`data: ${JSON.stringify(data)}\n\n`, () => {
        resolve();
      });
    });
  }

  sendJson(status: number, body: unknown): void {
    this.response.writeHead(status, { 'content-type': 'application/json' });
    this.response.end(JSON.stringify(body));
  }

  /** Closes the connection in the middle of the answer. */
  cut(): void {
    this.cutHere = true;
    this.response.destroy();
  }

  private async whileConnected(waiting: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const gone = new AbortController();
    const leave = () => {
      gone.abort();
    };
    this.response.once('close', leave);
    if (this.response.destroyed) leave();
    const signal = AbortSignal.any([gone.signal, this.closing]);
    if (!signal.aborted) await waiting(signal).catch(() => undefined);
    this.response.off('close', leave);
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
