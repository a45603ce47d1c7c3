import connector from 'undici/lib/core/connect.js';
import type { buildConnector } from 'undici';
import type { NetworkSettings } from './networkSettings';
import { isUntrustedCertificate } from './networkError';
import { ProxyError } from './proxyError';
import { type Proxy, proxyFor } from './proxySelection';
import { openTunnel } from './proxyTunnel';
import { ordinaryTrust, type Trust, wideTrust } from './trustedCertificates';

/** How long a connection may take to be made, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

/** What makes connections that trust certain certificates. */
interface Tools {
  readonly trust: Trust;
  readonly direct: ReturnType<typeof connector>;
}

/** What is under way to become a connection, and can be given up. */
interface Attempt {
  destroy(error: Error): unknown;
}

/** Makes the connections of a pool: straight, or through a proxy. */
export class Connector {
  /** What does not belong to undici's agent yet, which would not close it. */
  private readonly attempts = new Set<Attempt>();
  private readonly ordinary: Tools;
  /** Null where there is nothing else to trust; undefined until somebody asks. */
  private wide: Tools | null | undefined;

  constructor(private readonly settings: NetworkSettings) {
    this.ordinary = toolsFor(ordinaryTrust(settings));
  }

  /**
   * The proxy that wants to see requests for `origin` themselves, with the whole address: that is how
   * proxies pass on plain HTTP (RFC 9112, 3.2.2), while most refuse a tunnel to it.
   */
  forwardingProxy(origin: string): Proxy | undefined {
    const target = new URL(origin);
    return target.protocol === 'http:' ? proxyFor(target, this.settings) : undefined;
  }

  /**
   * To be given to undici: makes the connection that `options` describe; a second time, with the
   * certificates of the system, where the first was not trusted.
   */
  readonly connect = (options: buildConnector.Options, callback: buildConnector.Callback): void => {
    const tools = this.wide ?? this.ordinary;
    this.attempt(tools, options, (...result) => {
      const [error] = result;
      const wider = error && isUntrustedCertificate(error) ? this.wideTools() : null;
      if (wider && wider !== tools) this.attempt(wider, options, callback);
      else callback(...result);
    });
  };

  /** Gives up what is under way. */
  dispose(): void {
    for (const attempt of this.attempts) attempt.destroy(new Error('The pool was closed.'));
  }

  private attempt(
    tools: Tools,
    options: buildConnector.Options,
    callback: buildConnector.Callback,
  ): void {
    const { protocol, hostname, port } = options;
    const proxy = proxyFor({ protocol, hostname: bracketed(hostname), port }, this.settings);
    if (!proxy) this.connectDirectly(tools, options, callback);
    else if (!/^https?:/.test(proxy.origin)) callback(unknownKind(proxy), null);
    else if (protocol === 'https:') this.connectThrough(proxy, tools, options, callback);
    else this.connectDirectly(tools, asTarget(proxy), orProxyError(proxy, callback));
  }

  private connectDirectly(
    { direct }: Tools,
    options: buildConnector.Options,
    callback: buildConnector.Callback,
  ): void {
    const socket = direct(options, (...result) => {
      this.attempts.delete(socket);
      callback(...result);
    });
    this.attempts.add(socket);
  }

  private connectThrough(
    proxy: Proxy,
    tools: Tools,
    options: buildConnector.Options,
    callback: buildConnector.Callback,
  ): void {
    const target = `${bracketed(options.hostname)}:${options.port || '443'}`;
    const tunnel = { proxy, target, trust: tools.trust, timeout: CONNECT_TIMEOUT };
    const request = openTunnel(tunnel, (error, socket) => {
      this.attempts.delete(request);
      if (socket) this.connectDirectly(tools, { ...options, httpSocket: socket }, callback);
      else callback(error ?? new ProxyError(proxy.origin, undefined), null);
    });
    this.attempts.add(request);
  }

  private wideTools(): Tools | null {
    if (this.wide === undefined) {
      const trust = wideTrust(this.settings);
      this.wide = trust ? toolsFor(trust) : null;
    }
    return this.wide;
  }
}

function toolsFor(trust: Trust): Tools {
  const { secureContext, rejectUnauthorized } = trust;
  const direct = connector({
    timeout: CONNECT_TIMEOUT,
    rejectUnauthorized,
    ...(secureContext && { secureContext }),
  });
  return { trust, direct };
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
