import { once } from 'node:events';
import { createServer } from 'node:http';
import { listenOnLoopback } from '../../support/loopback';
import { TOKENS, tokensDue, tokenText } from './tokens';

/** How often the server sends, in milliseconds. */
const INTERVAL = 5;

/** A server that answers every request with the same tokens, at their pace. */
export async function startStreamServer(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const began = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const due = tokensDue(began, performance.now());
        let events = '';
        for (; sent < due; sent++) events += event(tokenText(sent), null);
        if (events !== '') response.write(events);
        if (sent < TOKENS) return;
        clearInterval(timer);
        response.end(event('', 'length'));
      }, INTERVAL);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function event(text: string, finishReason: string | null): string {
  const logprobs = {
    tokens: [text],
    token_logprobs: [-0.1],
    top_logprobs: [{ [text]: -0.1, other: -3 }],
    text_offset: [0],
  };
  const choices = [{ index: 0, text, finish_reason: finishReason, logprobs }];
  return `data: ${JSON.stringify({ id: 'cmpl', object: 'text_completion', choices })}\n\n`;
}
