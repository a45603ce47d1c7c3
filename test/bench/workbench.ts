import { seededRandom } from '../../src/local/random';
import { CompletionsServer } from '../support/completionsServer';
import { installPackagedExtension } from '../support/installedExtension';
import { watchFrames } from '../workbench/ghostTextFrames';
import { percentile } from './streaming/percentile';
import { BenchWorkbench, FILES } from './workbench/benchWorkbench';
import { paintTime } from './workbench/paintTime';
import { PersonTyping } from './workbench/personTyping';

/** Each contender has its turn so many times, and in each this many keys. */
const TURNS = 3;
const KEYS = 7;
const GROWTHS = 8;
/** Turns for large documents: they differ by more than what is looked for. */
const LARGE_TURNS = 7;
/** Keys typed into the large documents, and between two of them, in milliseconds. */
const LARGE_KEYS = 60;
const PACE = 120;
/** The server's time to its first token, and from one to the next, in milliseconds. */
const LATENCY = { timeToFirstToken: 240, tokenInterval: 1 };
const BLOCK = '\n  compute();\n  send();\n  call();\n}\n\nnot this';
const LINE = ' measured(value);\nnot this';

/**
 * Ghost text in the real workbench: from a key to the painted text, against a provider that answers
 * at once; empty frames while it grows; what a key in a document of 1 MB costs the extension host.
 * Everything that is compared is measured in turns, in one run.
 */
export async function run(): Promise<void> {
  await installPackagedExtension();
  const reply = ({ prompt }: Record<string, unknown>) => (isOpen(prompt) ? LINE : '');
  const server = await CompletionsServer.start({ ...LATENCY, reply });
  const bench = await BenchWorkbench.open(server);
  try {
    await keystrokes(bench, server);
    server.options = { reply: BLOCK, tokenInterval: 40 };
    await growth(bench);
    server.options = { reply: '' };
    await largeDocument(bench);
  } finally {
    await bench.dispose();
    await server.close();
  }
}

function isOpen(prompt: unknown): boolean {
  return typeof prompt === 'string' && prompt.endsWith('=');
}

async function keystrokes({ workbench }: BenchWorkbench, server: CompletionsServer): Promise<void> {
  const person = new PersonTyping(workbench, seededRandom(1, 0));
  const times = { floor: [] as number[], server: [] as number[], inkling: [] as number[] };
  for (let turn = 0; turn < TURNS; turn++) {
    for (let key = 0; key < KEYS; key++) times.server.push(await serverTime(server));
    for (const contender of ['floor', 'inkling'] as const) {
      await workbench.openFile(contender === 'floor' ? FILES.floor : FILES.measured);
      await workbench.focusEditor();
      for (let key = 0; key < KEYS; key++) {
        await workbench.press('ControlOrMeta+End');
        await person.type(`\nlet value${turn}${key}`);
        await person.beforeKey();
        const time = await paintTime(workbench.page, '=');
        // The first of each turn warms everything up.
        if (key > 0) times[contender].push(time);
        await person.read();
        await workbench.press('Escape');
      }
    }
  }
  const median = (of: readonly number[]) => percentile(of.filter(Number.isFinite), 0.5);
  const [floor, first, inkling] = [
    median(times.floor),
    median(times.server),
    median(times.inkling),
  ];
  console.log('From a key to painted ghost text, ms at p50');
  console.log(`  a provider that answers at once  ${floor.toFixed(0)}`);
  console.log(`  the server's first line          ${first.toFixed(0)}`);
  console.log(`  Inkling                          ${inkling.toFixed(0)}`);
  console.log(`  Inkling / (both)                 ${(inkling / (floor + first)).toFixed(3)}`);
  console.log(`  without ghost text               ${times.inkling.filter(Number.isNaN).length}\n`);
}

/** From a request to the server's first whole line, in milliseconds, asked without an editor. */
async function serverTime({ url }: CompletionsServer): Promise<number> {
  const body = { prompt: 'v=', model: 'llama3.1-8b', stream: true, stop: ['\n'], logprobs: true };
  const began = performance.now();
  const response = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, top_logprobs: 5, max_tokens: 64 }),
  });
  await response.text();
  return performance.now() - began;
}

async function growth({ workbench }: BenchWorkbench): Promise<void> {
  await workbench.openFile(FILES.growing);
  await workbench.focusEditor();
  const blank: number[] = [];
  const grown: string[] = [];
  for (let number = 0; number < GROWTHS; number++) {
    await workbench.press('ControlOrMeta+End');
    await workbench.type(`\nfunction number${number}() {`);
    const frames = await watchFrames(workbench.page, async () => {
      await workbench.waitForGhostText(/compute/);
      await workbench.waitForGhostText(/call/);
    });
    blank.push(frames.blank);
    grown.push(`${frames.lines[0] ?? 0} to ${frames.lines.at(-1) ?? 0}`);
    await workbench.press('Escape');
    await workbench.press('ControlOrMeta+End');
  }
  console.log(
    `Empty frames while ghost text grows: ${blank.join(', ')} (lines: ${grown.join(', ')})\n`,
  );
}

/** What the extension host does for a key, in a document of 1 MB in which Inkling is silent or not. */
async function largeDocument(bench: BenchWorkbench): Promise<void> {
  const costs = { silent: [] as number[], inkling: [] as number[] };
  for (let turn = 0; turn < LARGE_TURNS; turn++) {
    for (const contender of ['silent', 'inkling'] as const) {
      costs[contender].push(
        await keyCost(bench, contender === 'silent' ? FILES.largeSilent : FILES.large),
      );
    }
  }
  const [silent, inkling] = [percentile(costs.silent, 0.5), percentile(costs.inkling, 0.5)];
  console.log('A key in a document of 1 MB: ms for which the extension host is busy, p50 of turns');
  console.log(`  Inkling silent   ${silent.toFixed(2)}`);
  console.log(`  Inkling          ${inkling.toFixed(2)}`);
  console.log(`  Inkling's share  ${(inkling - silent).toFixed(2)}`);
}

async function keyCost(bench: BenchWorkbench, file: string): Promise<number> {
  const { workbench } = bench;
  await workbench.openFile(file);
  await workbench.focusEditor();
  await workbench.press('ControlOrMeta+End');
  // What opening a document costs is no key's.
  await workbench.type('\nwarm ', PACE);
  await workbench.page.waitForTimeout(3_000);
  const before = await bench.busy();
  await workbench.type('word '.repeat(LARGE_KEYS / 5), PACE);
  await workbench.page.waitForTimeout(500);
  return ((await bench.busy()) - before) / LARGE_KEYS;
}
