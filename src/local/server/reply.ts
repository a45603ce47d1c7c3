import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type CompletionError, isCompletionError } from '../../completions/completionError';
import { internalError, refusalBody } from './refusals';

/** How long a client may take nothing of what was sent, in milliseconds, before it is given up. */
const LONGEST_PAUSE = 60_000;

/** The answer to one HTTP request. */
export class Reply {
  private readonly closed = new AbortController();

  constructor(private readonly response: ServerResponse) {
    response.setHeader('x-request-id', `req_${randomBytes(12).toString('hex')}`);
    response.on('close', () => {
      this.closed.abort();
    });
    // A client that goes away in the middle of an answer is no failure of the server.
    response.on('error', () => undefined);
  }

  /** Aborts when the client is gone, or the answer is out. */
  get signal(): AbortSignal {
    return this.closed.signal;
  }

  setHeaders(headers: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(headers)) this.response.setHeader(name, value);
  }

  json(status: number, body: object): void {
    if (this.response.headersSent) return;
    const text = Buffer.from(JSON.stringify(body));
    this.response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': text.length,
    });
    this.response.end(text);
  }

  /** Answers with the status alone. */
  empty(status: number): void {
    this.response.writeHead(status, { 'content-length': 0 });
    this.response.end();
  }

  /** Begins a stream of server-sent events. */
  beginEvents(): void {
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
  }

  /**
   * Sends one event and waits until the client can take more, so that nothing is written ahead of a
   * slow one.
   */
  async event(data: string): Promise<void> {
    if (this.response.write(`data: ${data}\n\n`) || this.signal.aborted) return;
    const patience = AbortSignal.any([this.signal, AbortSignal.timeout(LONGEST_PAUSE)]);
    try {
      await once(this.response, 'drain', { signal: patience });
    } catch {
      this.response.destroy();
    }
  }

  endEvents(): void {
    this.response.end('data: [DONE]\n\n');
  }

  /** Refuses, or, where the answer has begun, says in the stream what went wrong, and ends. */
  async fail(reason: unknown): Promise<void> {
    const error = isCompletionError(reason) ? reason : internalError(reason);
    const body = refusalBody(error);
    const status = error.status ?? 500;
    if (!this.response.headersSent) {
      this.setHeaders(retryHeaders(error));
      this.json(status, body);
    } else if (!this.signal.aborted) {
      await this.event(JSON.stringify({ error: body, status_code: status }));
      this.response.end();
    }
  }
}

function retryHeaders({ retryAfter }: CompletionError): Readonly<Record<string, string>> {
  if (retryAfter === undefined) return {};
  return {
    'retry-after': String(Math.ceil(retryAfter / 1000)),
    'retry-after-ms': String(Math.ceil(retryAfter)),
  };
}
