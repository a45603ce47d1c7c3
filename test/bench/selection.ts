import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workbench } from '../workbench/workbench';
import { installPackagedExtension } from '../support/installedExtension';
import { waitUntil } from '../support/waitUntil';

/** Tokens a second that the server sends, and how many in all. */
const RATE = 2_000;
const TOKENS = 6_000;
/** Length of the documents that are written into, in characters. */
const LENGTHS = [10_000, 1_000_000];

/**
 * Complete Selection at 2,000 tokens a second: how the editor's frames fare while it writes into a
 * short and into a long document, beside the frames of an idle editor, in one run.
 */
export async function run(): Promise<void> {
  await installPackagedExtension();
  const server = await startServer();
  console.log(`${TOKENS} tokens at ${RATE} a second; frame times in ms\n`);
  console.log('document      idle p50 p95  |  writing p50 p95 p99 max  |  whole after');
  try {
    for (const length of LENGTHS) await measure(server.url, length);
  } finally {
    await server.close();
  }
}

async function measure(url: string, length: number): Promise<void> {
  const line = 'Some words that fill a line of the document, over and over.\n';
  const workbench = await Workbench.open({
    settings: { 'inkling.endpoint': url, 'inkling.backend': 'remote' },
    fill: (folder) =>
      writeFile(join(folder, 'long.txt'), line.repeat(Math.ceil(length / line.length))),
    file: 'long.txt',
  });
  try {
    const lines = Math.ceil(length / line.length);
    await workbench.placeCursor(Math.floor(lines / 2), 1);
    await workbench.press('Shift+End');
    const idle = await frames(
      workbench,
      () => new Promise((resolve) => setTimeout(resolve, 2_000)),
    );
    const started = performance.now();
    const writing = await frames(workbench, async () => {
      await workbench.press('ControlOrMeta+Alt+Enter');
      await waitUntil('it is written', async () => {
        return workbench.page.locator('.codelens-decoration a', { hasText: 'Accept' }).isVisible();
      });
    });
    const took = performance.now() - started;
    const of = (times: number[], ...shares: number[]) =>
      shares.map((share) => quantile(times, share).toFixed(0).padStart(4)).join(' ');
    console.log(
      `${String(length).padStart(9)}    ${of(idle, 0.5, 0.95)}     |  ` +
        `${of(writing, 0.5, 0.95, 0.99, 1)}            |  ${(took / 1000).toFixed(1)} s ` +
        `(the server needs ${(TOKENS / RATE).toFixed(1)} s)`,
    );
  } finally {
    await workbench.dispose();
  }
}

/** The times from one animation frame to the next while `work` is done, in milliseconds. */
async function frames({ page }: Workbench, work: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(SAMPLE_FRAMES);
  await work();
  return page.evaluate<number[]>('inklingFrames');
}

/** Runs in the page: begins anew to write down the time of each frame. */
const SAMPLE_FRAMES = `{
  const times = (globalThis.inklingFrames = []);
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    if (globalThis.inklingFrames === times) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}`;

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

async function startServer(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const began = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const due = Math.min(TOKENS, Math.floor(((performance.now() - began) / 1000) * RATE));
        let events = '';
        for (; sent < due; sent++) events += event(sent % 12 === 11 ? '\n' : ' word', null);
        if (events !== '') response.write(events);
        if (sent < TOKENS) return;
        clearInterval(timer);
        response.end(event('', 'length'));
      }, 5);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
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
