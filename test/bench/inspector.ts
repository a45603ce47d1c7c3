import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { english } from '../../src/completions/phrase';
import { UNLIMITED } from '../../src/completions/requestAllowance';
import { CompletionHistory } from '../../src/inspector/completionHistory';
import type { CompletionRecord } from '../../src/inspector/completionRecord';
import { InspectorSession, type InspectorSources } from '../../src/inspector/inspectorSession';
import type { MessageToWebview } from '../../src/inspector/protocol';
import { buildExtension } from '../support/packagedExtension';
import { project } from '../support/project';
import { openBrowserPage } from '../support/vscode/browserPage';
import { findChromium } from '../support/vscode/chromium';
import { installServer } from '../support/vscode/installation';

const COMPLETIONS = 5_000;
const TOKENS = 20_000;
const ALTERNATIVES = 20;

const sources: InspectorSources = {
  load: () => Promise.resolve(),
  priceOf: () => undefined,
  allowance: () => Promise.resolve({ model: 'm', allowance: UNLIMITED }),
  settings: () => Promise.resolve({ settings: [], workspace: true }),
  dayOf: (time) => new Date(time).toISOString().slice(0, 10),
};

/**
 * The inspector with 5,000 completions, one of them of 20,000 tokens with 20 alternatives each: what
 * the extension host does for it, and what its page does, in the browser that VS Code's tests use.
 */
export async function run(): Promise<void> {
  await buildExtension();
  const history = new CompletionHistory({ now: () => performance.now(), time: Date.now }, english, {
    completions: COMPLETIONS,
    weight: Infinity,
  });
  for (let number = 1; number < COMPLETIONS; number++) add(history, 24, 5);
  const long = add(history, TOKENS, ALTERNATIVES);
  const messages = await measureHost(history, long);
  await measurePage(messages, long.id);
}

/** What the extension host spends, and what it does while the inspector is hidden. */
async function measureHost(
  history: CompletionHistory,
  long: CompletionRecord,
): Promise<MessageToWebview[]> {
  const posted: MessageToWebview[] = [];
  const session = new InspectorSession(
    history,
    sources,
    (message) => posted.push(message),
    () => undefined,
  );
  const count = (type: 'rows' | 'tokens') =>
    posted.reduce((sum, message) => {
      if (message.type === 'rows' && type === 'rows') return sum + message.rows.length;
      return message.type === 'tokens' && type === 'tokens' ? sum + message.texts.length : sum;
    }, 0);
  /** Milliseconds from the request to the first message, and to the last. */
  const answered = async (request: object, type: 'rows' | 'tokens', all: number) => {
    const began = performance.now();
    session.receive(request);
    while (count(type) === 0) await new Promise(setImmediate);
    const first = performance.now() - began;
    while (count(type) < all) await new Promise(setImmediate);
    return `${first.toFixed(1).padStart(6)} ${(performance.now() - began).toFixed(1).padStart(6)}`;
  };
  const rows = await answered({ type: 'ready', page: 'completions' }, 'rows', COMPLETIONS);
  const tokens = await answered({ type: 'open', ids: [long.id] }, 'tokens', TOKENS);
  session.receive({ type: 'alternatives', id: long.id, choice: 0, from: 0, to: 64 });
  const began = performance.now();
  session.receive({ type: 'page', page: 'usage' });
  const usage = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 100));
  const messages = [...posted];
  console.log('extension host, ms        first    all');
  console.log(`  ${COMPLETIONS} rows            ${rows}`);
  console.log(`  ${TOKENS} tokens         ${tokens}`);
  console.log(`  statistics of usage         ${usage.toFixed(1).padStart(9)}`);

  session.receive({ type: 'page', page: 'completions' });
  session.setVisible(false);
  const before = posted.length;
  const utilisation = performance.eventLoopUtilization();
  const request = { prompt: 'p', model: 'm' };
  const streaming = history.begin('Bench', request);
  const timer = setInterval(() => {
    if (!streaming) return;
    streaming.add(chunk(1, 5));
    history.changed(streaming);
  }, 5);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  clearInterval(timer);
  const busy = performance.eventLoopUtilization(utilisation).utilization;
  console.log(
    `  hidden, 200 chunks a second: ${posted.length - before} messages, ` +
      `${(busy * 100).toFixed(1)} % of the loop busy (the bench's own 200 chunks included)\n`,
  );
  session.dispose();
  return messages;
}

/** From the data to the first picture of it, and the frames while a person scrolls. */
async function measurePage(messages: readonly MessageToWebview[], id: number): Promise<void> {
  const served = await serve();
  const browser = await openBrowserPage(await findChromium(await installServer()));
  const { page } = browser;
  try {
    await page.goto(served.url);
    await page.locator('inkling-inspector .bar').waitFor();
    const idle = await frames(page, 'await new Promise((done) => setTimeout(done, 1_000));');
    const ofType = (...types: string[]) => messages.filter(({ type }) => types.includes(type));
    console.log('page, ms to the first picture, and to that of all');
    console.log(`  ${COMPLETIONS} rows            ${await painted(page, ofType('rows'))}`);
    console.log(`  ${TOKENS} tokens         ${await painted(page, ofType('detail', 'tokens'))}`);
    await paint(page, ofType('alternatives'));
    const nothing = await Promise.all([NOTHING, NOTHING].map((each) => paint(page, [each])));
    console.log(`  nothing new          ${nothing.at(-1)?.toFixed(0).padStart(6) ?? ''}`);
    const shown = await page.locator('#tokens .token').count();
    console.log(`  (${shown} tokens of completion ${id} have elements)\n`);
    console.log('page, frame times in ms      p50  p95  max');
    report('idle', idle);
    report('scrolling the list', await frames(page, scroll('.rows')));
    report('scrolling the tokens', await frames(page, scroll('#tokens .text')));
    await page.evaluate(PLAIN_TEXT);
    report('the same as plain text', await frames(page, scroll('#plain')));
    await page.evaluate(`document.querySelector('#plain').remove()`);
    await page.locator('#tokens .text').focus();
    report('arrow keys, 60 times', await frames(page, ARROWS));
  } finally {
    await browser.dispose();
    await served.close();
  }
}

function report(name: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN)
      .toFixed(0)
      .padStart(4);
  console.log(`  ${name.padEnd(26)} ${at(0.5)} ${at(0.95)} ${at(1)}`);
}

/** Tells the page what makes no difference to what it shows: what an update costs in any case. */
const NOTHING: MessageToWebview = {
  type: 'limits',
  model: 'bench',
  wait: 0,
  requests: null,
  limits: [],
};

/** Lays the text of all tokens over them, as one plain text in a box of the same size. */
const PLAIN_TEXT = `{
  const tokens = document.querySelector('#tokens .text');
  const plain = tokens.cloneNode(false);
  plain.id = 'plain';
  plain.textContent = tokens.textContent;
  const { left, top, width, height } = tokens.getBoundingClientRect();
  plain.style.cssText = 'position: fixed; z-index: 1; left: ' + left + 'px; top: ' + top +
    'px; width: ' + width + 'px; height: ' + height + 'px';
  document.body.append(plain);
}`;

/** Milliseconds from the first message to its picture, and to the picture of all of them. */
async function painted(page: Page, messages: readonly MessageToWebview[]): Promise<string> {
  // What a message about tokens shows, it shows together with the one before, about the rest.
  const firsts = messages[0]?.type === 'detail' ? 2 : 1;
  const first = await paint(page, messages.slice(0, firsts));
  const rest = await paint(page, messages.slice(firsts));
  return [first, first + rest].map((time) => time.toFixed(0).padStart(6)).join(' ');
}

/** Milliseconds from the messages to the end of the frame that shows them. */
async function paint(page: Page, messages: readonly MessageToWebview[]): Promise<number> {
  const data = JSON.stringify(JSON.stringify(messages));
  return page.evaluate<number>(`(async () => {
    const messages = JSON.parse(${data});
    const began = performance.now();
    for (const data of messages) window.dispatchEvent(new MessageEvent('message', { data }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - began;
  })()`);
}

/** The times from frame to frame while `work` runs in the page. */
async function frames(page: Page, work: string): Promise<number[]> {
  return page.evaluate<number[]>(`(async () => {
    const times = [];
    let last = performance.now();
    let on = true;
    const step = (now) => {
      times.push(now - last);
      last = now;
      if (on) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    ${work}
    on = false;
    return times;
  })()`);
}

/** From the top to the end in 120 frames. */
function scroll(selector: string): string {
  return `{
    const box = document.querySelector('${selector}');
    for (let step = 1; step <= 120; step++) {
      box.scrollTop = (box.scrollHeight * step) / 120;
      await new Promise((done) => requestAnimationFrame(done));
    }
  }`;
}

const ARROWS = `for (let step = 0; step < 60; step++) {
  document.querySelector('#tokens .text').dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }),
  );
  await new Promise((done) => requestAnimationFrame(done));
}`;

/** The page as VS Code would have it, with a stand-in for the host. */
async function serve(): Promise<{ url: string; close(): Promise<void> }> {
  const html = `<!DOCTYPE html><html lang="en"><head><title>Inkling</title>
    <link rel="stylesheet" href="/inspectorStyles.css"></head>
    <body class="vscode-dark"><inkling-inspector></inkling-inspector>
    <script>
      window.posted = [];
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => window.posted.push(message),
        getState: () => undefined,
        setState: () => {},
      });
    </script>
    <script type="module" src="/inspector.js"></script></body></html>`;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      return;
    }
    const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
    readFile(join(project.root, 'dist', path)).then(
      (content) => response.writeHead(200, { 'content-type': type }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function add(history: CompletionHistory, tokens: number, alternatives: number): CompletionRecord {
  const record = history.begin(
    'Bench',
    { prompt: 'const value = ', model: 'bench' },
    { uri: 'file:///src/bench.ts', file: 'src/bench.ts', line: 11, character: 4 },
  );
  if (!record) throw new Error('The history is off.');
  record.add(chunk(tokens, alternatives));
  record.end('complete');
  history.changed(record);
  return record;
}

const WORDS = [
  'const',
  ' value',
  ' =',
  ' index',
  '(',
  'map',
  ')',
  ';',
  '\n',
  '  ',
  'return',
  ' new',
];

/** One chunk of so many tokens, of every surprise between none and eight bits. */
function chunk(tokens: number, alternatives: number) {
  const texts = Array.from(
    { length: tokens },
    (_, index) => WORDS[(index * 7) % WORDS.length] ?? '',
  );
  const logprobs = texts.map((_, index) => -((index * 37) % 97) / 17);
  const others = texts.map((text, index) => {
    const listed: Record<string, number> = { [text]: logprobs[index] ?? 0 };
    for (let other = 1; other < alternatives; other++) listed[`other${other}`] = -1 - other / 2;
    return listed;
  });
  return {
    choices: [
      {
        index: 0,
        text: texts.join(''),
        logprobs: {
          tokens: texts,
          token_logprobs: logprobs,
          top_logprobs: others,
          text_offset: [],
        },
      },
    ],
  };
}
