import type { ConnectionPool } from './connectionPool';
import { type Endpoint, pathAt } from './endpoint';
import { readText } from './readText';

/** How long one attempt may take, in milliseconds. */
const PATIENCE = 10_000;
/** How much the server may say to it, in bytes: who says more gets its connection closed. */
const LONGEST_ANSWER = 64 * 1024;
/** Least time between two attempts, in milliseconds, and after one that failed. */
const REST = 1_000;
const REST_AFTER_FAILURE = 15_000;

/**
 * Makes a connection before it is needed, by a question that costs nothing: name resolution, TCP and
 * TLS take longer than the first token of a fast server. Also where the last one was closed by an
 * abort, as happens to who types on. No key goes with it.
 */
export class WarmUp {
  private readonly disposal = new AbortController();
  private notBefore = -Infinity;

  constructor(
    private readonly pool: ConnectionPool,
    private readonly userAgent: string,
  ) {}

  /** Begins, unless a connection is there or an attempt was made just now. */
  begin(endpoint: Endpoint, path: string | undefined): void {
    const now = performance.now();
    if (path === undefined || now < this.notBefore || this.pool.isReady(endpoint.origin)) return;
    this.notBefore = now + REST;
    void this.ask(endpoint.origin, pathAt(endpoint, path));
  }

  dispose(): void {
    this.disposal.abort();
  }

  private async ask(origin: string, path: string): Promise<void> {
    const over = new AbortController();
    const timer = setTimeout(() => {
      over.abort();
    }, PATIENCE);
    const signal = AbortSignal.any([this.disposal.signal, over.signal]);
    const headers = { 'user-agent': this.userAgent, 'accept-encoding': 'identity' };
    try {
      const { body } = await this.pool.send({ origin, path, method: 'GET', headers }, signal);
      await readText((sink) => {
        body.readInto(sink);
      }, LONGEST_ANSWER);
    } catch {
      // Whatever it was, the request that needs the connection will tell.
      this.notBefore = performance.now() + REST_AFTER_FAILURE;
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }
}
