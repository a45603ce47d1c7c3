import type { NetworkSettings } from './networkSettings';

/** Where a connection is to lead. */
export interface Target {
  /** `http:` or `https:` */
  readonly protocol: string;
  /** As in a URL: an IPv6 address is in brackets. */
  readonly hostname: string;
  /** Empty for the protocol's own. */
  readonly port: string;
}

/** A proxy that requests go through. */
export interface Proxy {
  /** Scheme, host and port, without user name and password. */
  readonly origin: string;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:7f[0-9a-f:]+\])$/;

/**
 * The proxy for `target`, in VS Code's order: none for the own machine or a host that is excepted,
 * else that of the settings, else that of the environment.
 */
export function proxyFor(target: Target, settings: NetworkSettings): Proxy | undefined {
  if (!settings.useProxy || LOOPBACK.test(target.hostname)) return undefined;
  if (isExcepted(target, exceptions(settings))) return undefined;
  for (const address of [settings.proxy, ...addressesIn(settings.environment, target.protocol)]) {
    const proxy = readProxy(address, settings.proxyAuthorization);
    if (proxy) return proxy;
  }
  return undefined;
}

function exceptions({ noProxy, environment }: NetworkSettings): readonly string[] {
  if (noProxy.length > 0) return noProxy;
  return (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '').split(/[,\s]+/);
}

/** The variable for the target's own scheme first, then the other, as VS Code does. */
function addressesIn(
  environment: NetworkSettings['environment'],
  protocol: string,
): (string | undefined)[] {
  const schemes = protocol === 'https:' ? ['https', 'http'] : ['http', 'https'];
  return schemes.flatMap((scheme) => [
    environment[`${scheme}_proxy`],
    environment[`${scheme.toUpperCase()}_PROXY`],
  ]);
}

/** An address without a scheme is no proxy to VS Code, so it is none here. */
function readProxy(address = '', authorization: string | undefined): Proxy | undefined {
  const text = address.trim();
  if (!text.includes('://') || !URL.canParse(text)) return undefined;
  const { protocol, host, username, password } = new URL(text);
  const credentials = `${decoded(username)}:${decoded(password)}`;
  const basic = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const value = authorization?.trim() ?? '';
  // What no header can hold is left out: the proxy then says what it wants.
  const usable = /^[\x20-\x7e]+$/.test(value) ? value : undefined;
  return {
    origin: `${protocol}//${host}`,
    authorization: usable ?? (credentials === ':' ? undefined : basic),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isExcepted({ protocol, hostname, port }: Target, entries: readonly string[]): boolean {
  const actualPort = port || (protocol === 'https:' ? '443' : '80');
  const host = hostname.toLowerCase();
  return entries.some((entry) => {
    const [, name = '', wantedPort] = /^(\[.*\]|.*?)(?::(\d+))?$/.exec(bare(entry)) ?? [];
    if (name === '*') return true;
    if (name === '' || (wantedPort !== undefined && wantedPort !== actualPort)) return false;
    const domain = name.replace(/^\*?\./, '');
    return host === domain || host.endsWith(`.${domain}`);
  });
}

/** An IPv6 address in brackets, as a URL has it. */
function bare(entry: string): string {
  const text = entry.trim().toLowerCase();
  return /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/.test(text) ? `[${text}]` : text;
}
