import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOnLoopback, OpenConnections } from './loopback';

export interface ProxyServerOptions {
  /** When set, requests with another `Proxy-Authorization` or none get 407. */
  readonly authorization?: string;
  /** When set, every request gets this status. */
  readonly refuse?: number;
  /** When set, tunnels lead to this port, whatever port they are asked for. */
  readonly tunnelPort?: number;
  /** When set, it speaks TLS with these. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** What a proxy was asked for. */
export interface ProxiedRequest {
  readonly method: string;
  /** `host:port` of a tunnel, the whole address of a request. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
}

/** An HTTP proxy on loopback, for tests. Whatever host it is asked for, it leads to the own machine. */
export class ProxyServer {
  readonly requests: ProxiedRequest[] = [];
  private readonly connections = new OpenConnections();

  private constructor(
    private readonly options: ProxyServerOptions,
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string,
  ) {
    server.on('connection', (socket: Socket) => {
      this.connections.add(socket);
    });
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      this.forward(incoming, response);
    });
    server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
      this.tunnel(incoming, socket);
    });
  }

  static async start(options: ProxyServerOptions = {}): Promise<ProxyServer> {
    const server = options.tls ? createSecureServer(options.tls) : createServer();
    const port = await listenOnLoopback(server);
    const scheme = options.tls ? 'https' : 'http';
    return new ProxyServer(options, server, `${scheme}://127.0.0.1:${port}`);
  }

  /** How many connections to it, and from it, are open. */
  get openConnections(): number {
    return this.connections.count;
  }

  close(): Promise<void> {
    return this.connections.close(this.server);
  }

  private forward(incoming: IncomingMessage, response: ServerResponse): void {
    const status = this.refusal(incoming);
    if (status !== undefined) {
      response.writeHead(status).end('No.');
      return;
    }
    const { port, pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path: pathname + search });
    for (const [name, value = ''] of Object.entries(headers)) {
      if (!name.startsWith('proxy-')) onward.setHeader(name, value);
    }
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  private tunnel(incoming: IncomingMessage, socket: Duplex): void {
    const status = this.refusal(incoming);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 3\r\n\r\nNo.`);
      return;
    }
    const [, port = '443'] = /:(\d+)$/.exec(incoming.url ?? '') ?? [];
    const onward = connect(this.options.tunnelPort ?? Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    this.connections.add(onward);
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  }

  /** Notes the request; the status to refuse it with, if it is to be refused. */
  private refusal(incoming: IncomingMessage): number | undefined {
    const { method = '', url: target = '', headers } = incoming;
    this.requests.push({ method, target, headers });
    const { authorization, refuse } = this.options;
    if (refuse !== undefined) return refuse;
    const wanted = authorization ?? headers['proxy-authorization'];
    return headers['proxy-authorization'] === wanted ? undefined : 407;
  }
}
