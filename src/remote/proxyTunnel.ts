import { ClientRequest } from 'node:http';
import { Agent as SecureAgent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { ProxyError } from './proxyError';
import type { Proxy } from './proxySelection';
import type { Trust } from './trustedCertificates';

/** What may come of asking for a tunnel: a socket that leads to the target, or why there is none. */
export type TunnelCallback = (error: ProxyError | null, socket: Socket | null) => void;

export interface TunnelOptions {
  readonly proxy: Proxy;
  /** Host and port to lead to, such as `api.cerebras.ai:443`. */
  readonly target: string;
  readonly trust: Trust;
  /** How long it may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * Asks a proxy for a tunnel to `target` (RFC 9110, 9.3.6: CONNECT). Destroying the request that is
 * returned ends the attempt.
 */
export function openTunnel(options: TunnelOptions, callback: TunnelCallback): ClientRequest {
  const { proxy, target, trust, timeout } = options;
  const { protocol, hostname, port } = new URL(proxy.origin);
  const isSecure = protocol === 'https:';
  const how: RequestOptions = {
    protocol,
    method: 'CONNECT',
    // Node wants an IPv6 address without the brackets that a URL has.
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    path: target,
    agent: isSecure && new SecureAgent(),
    headers: {
      host: target,
      ...(proxy.authorization !== undefined && { 'proxy-authorization': proxy.authorization }),
    },
    ...(isSecure && trust),
  };
  // VS Code's own `request()` would send this, as all for other machines, by the proxy that it is for.
  const request = new ClientRequest(how);
  const tooLate = setTimeout(() => {
    request.destroy(Object.assign(new Error('Too late.'), { code: 'ETIMEDOUT' }));
  }, timeout);
  let settled = false;
  const settle: TunnelCallback = (error, socket) => {
    if (settled) return;
    settled = true;
    clearTimeout(tooLate);
    callback(error, socket);
  };
  request
    .on('error', (error) => {
      settle(new ProxyError(proxy.origin, undefined, error), null);
    })
    // To some proxies, an answer that is no tunnel ends the connection before it is read.
    .on('close', () => {
      settle(new ProxyError(proxy.origin, undefined), null);
    })
    .on('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.on('error', () => undefined).destroy();
        settle(new ProxyError(proxy.origin, statusCode), null);
        return;
      }
      if (head.length > 0) socket.unshift(head);
      settle(null, socket);
    })
    .end();
  return request;
}
