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

/** How much is read, in bytes: what the prototype was measured with. */
const BYTES = 37_700_000;

/** Keystrokes of which the times are taken. */
const KEYSTROKES = 500;

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

/** A window that reads the workspace, sees a file change and a branch change; then another one. */
async function workspace(
  sources: string,
  indexes: string,
  paths: readonly string[],
): Promise<void> {
  const folders = [{ path: sources, exclude: [] }];
  const before = resident();
  const corpus = new Corpus(new Slices(() => false), () => false);
  const reader = new WorkspaceReader(corpus, () => false, new IndexStorage(indexes), 0);
  const result = await measured('cold start: read, lexed and sorted, in slices', () =>
    reader.readFolders(folders, reporting),
  );
  console.log(result);
  console.log(`resident: ${mega(resident())}, before: ${mega(before)}`);
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
  const second = new WorkspaceReader(later, () => false, new IndexStorage(indexes), 0);
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

/** Types into the middle of a document of so many characters. */
async function keystrokes(
  corpus: Corpus,
  paths: readonly string[],
  characters: number,
): Promise<void> {
  const text = await sourceText(paths, characters);
  corpus.setDocument('typed', text);
  await corpus.changeFiles({}, reporting.signal);
  const lines = text.split('\n').length;
  const line = Math.floor(lines / 2);
  const typed = '\nconst typedValue = computeSomething(typedValue, 12);';
  const edits: number[] = [];
  const models: number[] = [];
  const messages: number[] = [];
  let [atLine, atCharacter, lineCount] = [line, 0, lines];
  for (let stroke = 0; stroke < KEYSTROKES; stroke++) {
    const character = typed.charAt(stroke % typed.length);
    if (character === '\n') lineCount++;
    const place = { startLine: atLine, startCharacter: atCharacter };
    const edit = { ...place, endLine: atLine, endCharacter: atCharacter, text: character };
    let began = performance.now();
    // All that the extension host does of it, besides what the editor has done.
    structuredClone({ type: 'editDocument', id: 'typed', edits: [edit], lineCount });
    messages.push(performance.now() - began);
    began = performance.now();
    if (corpus.editDocument('typed', [edit], lineCount) !== true) throw new Error('Not known.');
    edits.push(performance.now() - began);
    began = performance.now();
    corpus.model.segmentsFor('', '');
    models.push(performance.now() - began);
    [atLine, atCharacter] = character === '\n' ? [atLine + 1, 0] : [atLine, atCharacter + 1];
  }
  console.log(`\na keystroke in a document of ${characters} characters, in ms`);
  console.table({
    'the edit, in the extension host': percentiles(messages),
    'the edit, in the worker': percentiles(edits),
    'and for the next request': percentiles(models),
  });
  corpus.closeDocument('typed');
}

/** Text of sources with as many characters. */
async function sourceText(paths: readonly string[], characters: number): Promise<string> {
  let text = '';
  for (const path of paths) {
    if (text.length >= characters) break;
    const more = await readFile(path, 'utf8');
    if (whyUnlearnable(more) === undefined) text += more;
  }
  return text.slice(0, characters);
}

function percentiles(times: readonly number[]): Record<string, number> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]?.toFixed(3);
  return { p50: Number(at(0.5)), p95: Number(at(0.95)), longest: Number(at(1)) };
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

function resident(): number {
  return process.memoryUsage().rss;
}

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
