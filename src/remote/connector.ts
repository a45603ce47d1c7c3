import connector from 'undici/lib/core/connect.js';
import type { buildConnector } from 'undici';
import type { NetworkSettings } from './networkSettings';
import { ProxyError } from './proxyError';
import { type Proxy, proxyFor } from './proxySelection';
import { openTunnel } from './proxyTunnel';
import { type Trust, trustUnder } from './trustedCertificates';

/** How long a connection may take to be made, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

type Connect = ReturnType<typeof connector>;

/** What is under way to become a connection, and can be given up. */
interface Attempt {
  destroy(error: Error): unknown;
}

/** Makes the connections of a pool: straight, or through a proxy. */
export class Connector {
  /** What does not belong to undici's agent yet, which would not close it. */
  private readonly attempts = new Set<Attempt>();
  private made: { trust: Trust; direct: Connect } | undefined;

  constructor(private readonly settings: NetworkSettings) {}

  /**
   * The proxy that wants to see requests for `origin` themselves, with the whole address: that is how
   * proxies pass on plain HTTP (RFC 9112, 3.2.2), while most refuse a tunnel to it.
   */
  forwardingProxy(origin: string): Proxy | undefined {
    const target = new URL(origin);
    return target.protocol === 'http:' ? proxyFor(target, this.settings) : undefined;
  }

  /** To be given to undici: makes the connection that `options` describe. */
  readonly connect = (options: buildConnector.Options, callback: buildConnector.Callback): void => {
    const { protocol, hostname, port } = options;
    const proxy = proxyFor({ protocol, hostname: bracketed(hostname), port }, this.settings);
    if (!proxy) this.connectDirectly(options, callback);
    else if (!/^https?:/.test(proxy.origin)) callback(unknownKind(proxy), null);
    else if (protocol === 'https:') this.connectThrough(proxy, options, callback);
    else this.connectDirectly(asTarget(proxy), orProxyError(proxy, callback));
  };

  /** Gives up what is under way. */
  dispose(): void {
    for (const attempt of this.attempts) attempt.destroy(new Error('The pool was closed.'));
  }

  private connectDirectly(
    options: buildConnector.Options,
    callback: buildConnector.Callback,
  ): void {
    const socket = this.tools().direct(options, (...result) => {
      this.attempts.delete(socket);
      callback(...result);
    });
    this.attempts.add(socket);
  }

  private connectThrough(
    proxy: Proxy,
    options: buildConnector.Options,
    callback: buildConnector.Callback,
  ): void {
    const target = `${bracketed(options.hostname)}:${options.port || '443'}`;
    const { trust } = this.tools();
    const request = openTunnel(
      { proxy, target, trust, timeout: CONNECT_TIMEOUT },
      (error, socket) => {
        this.attempts.delete(request);
        if (socket) this.connectDirectly({ ...options, httpSocket: socket }, callback);
        else callback(error ?? new ProxyError(proxy.origin, undefined), null);
      },
    );
    this.attempts.add(request);
  }

  /** Made when first needed: reading certificates takes its time. */
  private tools(): { trust: Trust; direct: Connect } {
    if (!this.made) {
      const trust = trustUnder(this.settings);
      const { secureContext, rejectUnauthorized } = trust;
      const direct = connector({
        timeout: CONNECT_TIMEOUT,
        rejectUnauthorized,
        ...(secureContext && { secureContext }),
      });
      this.made = { trust, direct };
    }
    return this.made;
  }
}

/** The proxy itself as what to connect to. */
function asTarget(proxy: Proxy): buildConnector.Options {
  const { protocol, host, hostname, port } = new URL(proxy.origin);
  return { protocol, host, hostname: hostname.replace(/^\[|\]$/g, ''), port };
}

function bracketed(hostname: string): string {
  return hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
}

function orProxyError(proxy: Proxy, callback: buildConnector.Callback): buildConnector.Callback {
  return (error, socket) => {
    if (socket) callback(null, socket);
    else callback(new ProxyError(proxy.origin, undefined, error), null);
  };
}

function unknownKind(proxy: Proxy): ProxyError {
  const cause = Object.assign(new Error('Not an HTTP proxy.'), { code: 'ERR_PROXY_SCHEME' });
  return new ProxyError(proxy.origin, undefined, cause);
}
