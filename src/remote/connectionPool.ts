import Agent from 'undici/lib/dispatcher/agent.js';
import { ArrivingAnswer } from './arrivingAnswer';
import { Connector } from './connector';
import type { IncomingAnswer } from './incomingAnswer';
import { isClosedByServer } from './networkError';
import type { NetworkSettings } from './networkSettings';
import { ProxyError } from './proxyError';
import type { Proxy } from './proxySelection';

/**
 * How long an idle connection is kept, where the server does not say. Below usual NAT timeouts. Where
 * it does (`Keep-Alive: timeout=5`), undici closes two seconds before that time, and after ten
 * minutes at the latest.
 */
const KEEP_ALIVE = 120_000;

export interface OutgoingRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string | Buffer;
}

/**
 * The connections of one backend. Follows no redirects, so that headers go to one origin only.
 *
 * HTTP/1.1 on purpose. Over undici's HTTP/2, which is experimental and off unless asked for, events
 * came no sooner (p50 1.07 times as late, p99 0.77, on loopback with TLS). It saves a handshake after
 * an abort, a third of the time to the next first byte; the warm-up makes that while the person types.
 */
export class ConnectionPool {
  private readonly connector: Connector;
  private readonly agent: InstanceType<typeof Agent>;

  constructor(settings: NetworkSettings) {
    this.connector = new Connector(settings);
    this.agent = new Agent({
      keepAliveTimeout: KEEP_ALIVE,
      connect: this.connector.connect,
      // The deadlines are those of Exchange, which know whether the consumer waits.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Sends `outgoing`. A request that met an idle connection which the server had closed meanwhile is
   * sent again on the next one, and at last on a new one.
   *
   * @throws ProxyError, an error of undici or of the socket, or the signal's reason
   */
  async send(outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingAnswer> {
    const proxy = this.connector.forwardingProxy(outgoing.origin);
    const answer = await this.dispatch(proxy ? forwarded(outgoing, proxy) : outgoing, signal);
    if (!proxy || answer.statusCode !== 407) return answer;
    answer.body.destroy();
    throw new ProxyError(proxy.origin, answer.statusCode);
  }

  /** Whether a connection to `origin` waits for a request, or is being made. */
  isReady(origin: string): boolean {
    return this.idleConnections(origin) > 0 || (this.agent.stats[origin]?.pending ?? 0) > 0;
  }

  /** Closes every connection; requests under way fail. */
  dispose(): void {
    this.agent.destroy().catch(() => undefined);
    this.connector.dispose();
  }

  private idleConnections(origin: string): number {
    const stats = this.agent.stats[origin];
    return stats !== undefined && 'free' in stats ? stats.free : 0;
  }

  private async dispatch(outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingAnswer> {
    // After a night's sleep of the machine all of them may be closed on the other side.
    for (let idle = this.idleConnections(outgoing.origin); ; idle--) {
      try {
        return await this.dispatchOnce(outgoing, signal);
      } catch (error) {
        if (idle <= 0 || signal.aborted || !isClosedByServer(error)) throw error;
      }
    }
  }

  private dispatchOnce(outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingAnswer> {
    const arriving = new ArrivingAnswer(signal);
    this.agent.dispatch(outgoing, arriving);
    return arriving.head;
  }
}

/** The request as a proxy wants it that passes it on itself: with the whole address. */
function forwarded(outgoing: OutgoingRequest, { authorization }: Proxy): OutgoingRequest {
  const { origin, path, headers } = outgoing;
  const login = authorization !== undefined && { 'proxy-authorization': authorization };
  return { ...outgoing, path: origin + path, headers: { ...headers, ...login } };
}
