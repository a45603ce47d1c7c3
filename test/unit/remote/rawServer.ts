import { createServer, type Server, type Socket } from 'node:net';
import { listenOnLoopback, OpenConnections } from '../../support/loopback';

/** A request as far as these tests care. */
export interface RawRequest {
  /** Counted from 1, over all connections. */
  readonly number: number;
  /** The head: request line and headers, as sent. */
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
}

type Answer = (socket: Socket, request: RawRequest) => unknown;

/** A server that writes to the socket whatever a test tells it to, be it HTTP or not. */
export class RawServer {
  readonly requests: RawRequest[] = [];
  private readonly connections = new OpenConnections();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param greeting what it writes to every connection before anything came */
  static async start(answer: Answer, greeting = ''): Promise<RawServer> {
    const server = createServer();
    const port = await listenOnLoopback(server);
    const raw = new RawServer(server, `http://127.0.0.1:${port}`);
    server.on('connection', (socket) => {
      socket.write(greeting);
      raw.serve(socket, answer);
    });
    return raw;
  }

  /** How many connections are open. */
  get openConnections(): number {
    return this.connections.count;
  }

  close(): Promise<void> {
    return this.connections.close(this.server);
  }

  private serve(socket: Socket, answer: Answer): void {
    this.connections.add(socket);
    let received = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      received += piece;
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = received.slice(0, end);
      const [, length = '0'] = /content-length: (\d+)/i.exec(head) ?? [];
      if (received.length < end + 4 + Number(length)) return;
      const body = received.slice(end + 4);
      const request = { number: this.requests.length + 1, head, body, socket };
      received = '';
      this.requests.push(request);
      answer(socket, request);
    });
  }
}

export const STREAM_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n';

/** A whole HTTP answer that streams `body`, one HTTP chunk for each piece, and ends in good order. */
export function streamed(...body: (string | Uint8Array)[]): Buffer {
  return Buffer.concat([
    Buffer.from(`${STREAM_HEAD}Transfer-Encoding: chunked\r\n\r\n`),
    ...body.map(chunked),
    Buffer.from('0\r\n\r\n'),
  ]);
}

/** A piece of a body in the chunked transfer encoding. */
export function chunked(piece: string | Uint8Array): Buffer {
  const bytes = Buffer.from(piece);
  const size = Buffer.from(`${bytes.length.toString(16)}\r\n`);
  return Buffer.concat([size, bytes, Buffer.from('\r\n')]);
}

/** An event with `value` as its data. */
export function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** An event with a chunk of the first choice. */
export function textEvent(text: string, finishReason: string | null = null): string {
  return event({ choices: [{ index: 0, text, finish_reason: finishReason }] });
}
