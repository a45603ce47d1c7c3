import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Corpus } from '../../src/local/corpus';
import { LexemeReader, whyUnlearnable } from '../../src/local/learning';
import { Segment } from '../../src/local/segment';
import { Slices } from '../../src/local/slices';
import { Vocabulary } from '../../src/local/vocabulary';
import { IndexStorage } from '../../src/local/workspace/indexStorage';
import { WorkspaceReader } from '../../src/local/workspace/workspaceReader';
import { project } from '../support/project';
import { runBundled } from './bundledProcess';
import { keystrokes } from './workspace/keystrokes';

/** How much is read, in bytes: what the prototype was measured with. */
const BYTES = 37_700_000;

const reporting = { signal: new AbortController().signal };

/**
 * How fast a workspace is learned, brought up to date and taken up again, and an open document is
 * edited. CPU time is that of all threads: on a busy machine it tells more than the time passed.
 */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'inkling-bench-'));
  try {
    const sources = join(folder, 'sources');
    const paths = await copySources(sources);
    console.log('cold start, as the extension does it, in a process of its own:');
    console.log(await inProcess(folder, sources));
    await workspace(sources, join(folder, 'indexes'), paths);
    await measured('read all files one after the other, nothing else', async () => {
      for (const path of paths) await readFile(path);
    });
    await stages(paths);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies sources that npm packages of this project ship, in the order of their paths. */
async function copySources(target: string): Promise<string[]> {
  const root = dirname(dirname(require.resolve('rxjs/package.json')));
  const names = (await readdir(root, { recursive: true })).sort();
  const paths: string[] = [];
  let bytes = 0;
  await mkdir(target);
  for (const name of names) {
    if (!/(?<!\.min)\.(?:[cm]?[jt]s)$/.test(name)) continue;
    const file = await stat(join(root, name));
    if (!file.isFile() || file.size > 512 * 1024) continue;
    if (bytes + file.size > BYTES) break;
    bytes += file.size;
    const path = join(target, name.replaceAll(/[\\/]/g, '+'));
    await copyFile(join(root, name), path);
    paths.push(path);
  }
  console.log(`${paths.length} files of npm packages, ${mega(bytes)}\n`);
  return paths;
}

/** Has the bundled worker read the sources. */
async function inProcess(folder: string, sources: string): Promise<string> {
  const script = join(project.root, 'test', 'bench', 'workspace', 'coldStart.ts');
  const worker = join(project.root, 'src', 'worker.ts');
  const args = [join(folder, 'worker.js'), join(folder, 'first'), sources];
  return runBundled(folder, [script, worker], args);
}

/** A window that reads the workspace, sees a file change and a branch change; then another one. */
async function workspace(
  sources: string,
  indexes: string,
  paths: readonly string[],
): Promise<void> {
  const folders = [{ path: sources, exclude: [] }];
  const corpus = new Corpus(new Slices(() => false), () => false);
  const reader = new WorkspaceReader(corpus, () => false, {
    ...{ storage: new IndexStorage(indexes), saveRest: 0 },
  });
  await measured('cold start in one thread, in slices', () =>
    reader.readFolders(folders, reporting),
  );
  const touched = (count: number) =>
    Promise.all(paths.slice(0, count).map((path) => utimes(path, new Date(), new Date())));
  await touched(1);
  await measured('one file changed', () => reader.readChanged(paths.slice(0, 1), reporting));
  await touched(500);
  await measured('500 files changed', () => reader.readChanged(paths.slice(0, 500), reporting));
  await keystrokes(corpus, paths, 20_000);
  await keystrokes(corpus, paths, 1_000_000);
  await reader.dispose();
  const later = new Corpus(new Slices(() => false));
  const second = new WorkspaceReader(later, () => false, {
    ...{ storage: new IndexStorage(indexes), saveRest: 0 },
  });
  await measured('warm start', () => second.readFolders(folders, reporting));
}

/** Each stage by itself, from memory, not in slices. */
async function stages(paths: readonly string[]): Promise<void> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  const vocabulary = new Vocabulary();
  const reader = new LexemeReader(vocabulary);
  const files = await measured('lexed', () => {
    const lexemes = new Map<string, Int32Array>();
    for (const [index, text] of texts.entries()) {
      if (whyUnlearnable(text) !== undefined) continue;
      lexemes.set(String(index), finish(reader.read(text)));
    }
    return lexemes;
  });
  const { length } = await measured('sorted', () => finish(Segment.build(files, vocabulary.size)));
  console.log(`${length} lexemes, ${vocabulary.size} different ones`);
}

async function measured<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const passed = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  console.log(`${name}: ${seconds(passed)} s, CPU ${seconds((user + system) / 1000)} s`);
  return result;
}

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
