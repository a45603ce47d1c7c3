import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { now, readStreamOrder, type StreamOrder } from './streamOrder';

/**
 * A server of the Completions API in a process of its own, so that its event loop and its garbage do
 * not disturb those who are measured. Streams what the prompt orders; says its port to its parent.
 */
const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.(address?.port);
});
process.on('disconnect', () => process.exit());

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const order = readStreamOrder(Buffer.concat(pieces).toString());
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (order.interval === 0) await writeAtOnce(response, order);
  else await writePaced(response, order);
  response.end(closing(order.events));
}

/** As fast as the socket takes it, in large pieces. */
async function writeAtOnce(response: ServerResponse, order: StreamOrder): Promise<void> {
  const block = Array.from({ length: 1000 }, (_, index) => event(order, ` word${index}`, index));
  const thousand = Buffer.from(block.join(''));
  for (let sent = 0; sent < order.events; sent += block.length) {
    if (!response.write(thousand)) await drained(response);
  }
}

/** One event at a time, each in a packet of its own, with the time at which it is written as text. */
async function writePaced(response: ServerResponse, order: StreamOrder): Promise<void> {
  const began = now();
  for (let sent = 0; sent < order.events; sent++) {
    await until(began + sent * order.interval);
    if (response.destroyed) return;
    if (!response.write(event(order, String(now()), sent))) await drained(response);
  }
}

/** Precise to some microseconds, as timers are not: spins for the last two milliseconds. */
async function until(time: number): Promise<void> {
  for (let left = time - now(); left > 0; left = time - now()) {
    await new Promise((resolve) => {
      if (left > 2e6) setTimeout(resolve, left / 1e6 - 1.5);
      else setImmediate(resolve);
    });
  }
}

function drained(response: ServerResponse): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle);
      resolve(undefined);
    };
    response.on('drain', settle).on('close', settle);
  });
}

const HEAD =
  '{"id":"cmpl-0a1b2c3d","object":"text_completion","created":1790000000,"model":"bench","system_fingerprint":"fp_0123456789","choices":[{"index":0,"text":"';

/** The alternatives are those of a vocabulary: most texts of tokens occur again and again. */
const ALTERNATIVES = Array.from({ length: 50 }, (_, word) => {
  const listed = [0, 1, 2, 3, 4].map((rank) => `" word${word * 7 + rank}":${-0.1234567 - rank}`);
  return listed.join();
});

function event({ logprobs }: StreamOrder, text: string, index: number): string {
  const alternatives = ALTERNATIVES[index % ALTERNATIVES.length] ?? '';
  const scores = logprobs
    ? `,"logprobs":{"tokens":["${text}"],"token_logprobs":[-0.1234567],"top_logprobs":[{${alternatives}}],"text_offset":[123]}`
    : '';
  return `data: ${HEAD}${text}"${scores},"finish_reason":null}]}\n\n`;
}

function closing(events: number): string {
  const usage = { prompt_tokens: 1, completion_tokens: events, total_tokens: events + 1 };
  const choices = [{ index: 0, text: '', finish_reason: 'stop' }];
  return `data: ${JSON.stringify({ choices, usage })}\n\ndata: [DONE]\n\n`;
}
