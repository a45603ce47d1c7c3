import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { runCampaign } from '../support/campaign/campaign';
import { project } from '../support/project';

const REQUESTS = 100_000;
const SEED = 20_261_124;
const CLIENTS = 16;

/** The memory of the server is looked at so many times. */
const SAMPLES = 20;

/**
 * Random requests to `npm run serve` in a process of its own: every answer has to be right, and the
 * server's memory has to stay what it is.
 */
export async function run(): Promise<void> {
  const { server, url } = await startServer();
  const began = performance.now();
  const memory: number[] = [];
  try {
    const outcomes = await runCampaign({
      ...{ url, requests: REQUESTS, seed: SEED, clients: CLIENTS },
      progress: {
        every: REQUESTS / SAMPLES,
        report(done) {
          memory.push(residentMegabytes(server));
          console.log(`${done} requests, ${memory.at(-1) ?? 0} MB`);
        },
      },
    });
    console.table(Object.fromEntries([...outcomes].sort()));
    console.table({
      requests: REQUESTS,
      seed: SEED,
      clients: CLIENTS,
      'requests a second': Math.round((REQUESTS / (performance.now() - began)) * 1000),
      'resident MB, second quarter, most': most(memory.slice(SAMPLES / 4, SAMPLES / 2)),
      'resident MB, last quarter, most': most(memory.slice(-SAMPLES / 4)),
      'still alive': server.exitCode === null,
    });
  } finally {
    server.kill('SIGINT');
  }
}

/** Starts the server and waits until it has learned. */
async function startServer(): Promise<{ server: ChildProcess; url: string }> {
  const args = ['--import=tsx', 'src/serve.ts', '--port=0', '--workspace=src'];
  const server = spawn(process.execPath, args, {
    cwd: project.root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, INIT_CWD: project.root },
  });
  const lines = createInterface({ input: server.stdout });
  let url: string | undefined;
  for await (const line of lines) {
    url ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined && line.startsWith('Learned')) return { server, url };
  }
  await once(server, 'exit');
  throw new Error('The server did not start.');
}

/** What the process takes of the memory, as `ps` tells it on macOS and Linux. */
function residentMegabytes({ pid }: ChildProcess): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Math.round(Number(kilobytes) / 1024);
}

function most(values: readonly number[]): number {
  return Math.max(...values);
}
