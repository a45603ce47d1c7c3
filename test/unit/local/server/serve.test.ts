import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { project } from '../../../support/project';
import { CODE } from '../localTesting';
import { MODEL, objectOf, post } from './servedEngine';

describe('npm run serve', () => {
  let folder: string;
  const programs: ChildProcess[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-serve-'));
    await mkdir(join(folder, 'node_modules'));
    await writeFile(join(folder, 'sum.ts'), CODE);
    await writeFile(join(folder, '.env'), 'PASSWORD = neverLearned;\n'.repeat(9));
    await writeFile(join(folder, 'node_modules', 'other.ts'), 'neverLearned();\n'.repeat(9));
  });

  afterEach(() => {
    for (const program of programs.splice(0)) program.kill('SIGKILL');
  });

  after(() => rm(folder, { recursive: true }));

  const start = (...args: readonly string[]) => {
    const started = spawn(
      process.execPath,
      ['--import=tsx', join(project.root, 'src', 'serve.ts'), ...args],
      {
        cwd: project.root,
        env: { ...process.env, INIT_CWD: folder },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    programs.push(started);
    return { started, lines: createInterface({ input: started.stdout }) };
  };

  async function lineWith(pattern: RegExp, lines: Interface): Promise<string> {
    for await (const line of lines) if (pattern.test(line)) return line;
    throw new Error(`The program never said ${String(pattern)}.`);
  }

  /** The program ends by itself and says why. */
  async function endsWith(problem: RegExp, ...args: readonly string[]): Promise<void> {
    const { started } = start(...args);
    let said = '';
    started.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    // What it said may come after its exit.
    const [code] = (await once(started, 'close')) as unknown[];
    assert.equal(code, 1);
    assert.match(said, problem);
  }

  it('learns the folder where it is called, says where it listens, and stops when told', async () => {
    const { started, lines } = start('--port', '0');
    const said: string[] = [];
    lines.on('line', (line) => said.push(line));
    await lineWith(/^Learned from 1 files/, lines);
    const [url = ''] = /http:\S+/.exec(said.join('\n')) ?? [];
    assert.match(said.join('\n'), /curl http:.*\/v1\/completions/);
    const health = await objectOf(await fetch(`${url}/health`));
    assert.deepEqual([health['status'], health['files']], ['ok', 1]);
    const answer = await post(url, {
      ...{ model: MODEL, prompt: '  return to', temperature: 0, max_tokens: 2 },
    });
    assert.match(JSON.stringify(await answer.json()), /"text":"tal;"/);
    started.kill('SIGINT');
    const [code] = (await once(started, 'exit')) as unknown[];
    assert.equal(code, 0);
  }).timeout(20_000);

  it('reads a large folder in threads', async () => {
    const large = await mkdtemp(join(tmpdir(), 'inkling-serve-large-'));
    const lines = Array.from({ length: 20_000 }, (_, index) => `export const value = ${index};\n`);
    const names = Array.from({ length: 9 }, (_, number) => join(large, `file${number}.ts`));
    await Promise.all(names.map((name) => writeFile(name, lines.join(''))));
    try {
      await lineWith(/^Learned from 9 files/, start('--port', '0', '--workspace', large).lines);
    } finally {
      await rm(large, { recursive: true });
    }
  }).timeout(60_000);

  it('says what is wrong with the command line or the port, and ends', async () => {
    const { lines } = start('--port', '0');
    const [url = ''] = /http:\S+/.exec(await lineWith(/http:/, lines)) ?? [];
    await Promise.all([
      endsWith(/--port is x/, '--port', 'x'),
      endsWith(/EADDRINUSE.*--port/, '--port', new URL(url).port),
      endsWith(/ENOENT/, '--port', '0', '--workspace', 'missing'),
    ]);
  }).timeout(30_000);
});
