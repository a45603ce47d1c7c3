import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Corpus } from '../../../../src/local/corpus';
import { IndexingThreads } from '../../../../src/local/indexing/indexingThreads';
import { Slices } from '../../../../src/local/slices';
import { sharedNumbers, sortSuffixes } from '../../../../src/local/suffixArray';
import { BOUNDARY } from '../../../../src/local/vocabulary';
import { WorkspaceReader } from '../../../../src/local/workspace/workspaceReader';
import { finish, neverAborted, randomText, seededRandom } from '../localTesting';
import { Folder } from './folder';

describe('IndexingThreads', () => {
  let scripts: string;
  let script: string;
  let folder: Folder;

  before(async () => {
    scripts = await mkdtemp(join(tmpdir(), 'inkling-threads-'));
    script = join(scripts, 'worker.js');
    await build({
      entryPoints: [join(__dirname, '../../../../src/worker.ts')],
      outfile: script,
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' },
    });
    const random = seededRandom(31, 0);
    const texts = Array.from({ length: 300 }, () => randomText(random, random() * 600));
    folder = await Folder.with({
      ...Object.fromEntries(
        texts.map((text, number) => [`f${number}.ts`, text.replaceAll('\0', '')]),
      ),
      ...{ 'binary.ts': 'a\0b', 'minified.js': 'a=b;'.repeat(1000), 'empty.ts': '' },
      ...{ 'long.ts': 'line\n'.repeat(220_000), 'windows.ts': '\uFEFFa\r\n\tb\rc\n' },
    });
  });

  after(async () => {
    await rm(scripts, { recursive: true, force: true });
    await folder.remove();
  });

  /** Reads the folder, with threads that run `threads`. */
  async function learned(threads: string | undefined, signal = neverAborted) {
    const corpus = new Corpus(new Slices(() => false));
    const startThreads = threads === undefined ? undefined : () => new IndexingThreads(threads);
    const reader = new WorkspaceReader(corpus, () => false, { startThreads, much: 1 });
    const read = () => reader.readFolders([{ path: folder.path, exclude: [] }], { signal });
    return { corpus, read, result: await read().catch((error: unknown) => error) };
  }

  it('learn the same as one thread does, to the last number', async () => {
    const alone = await learned(undefined);
    const together = await learned(script);
    assert.deepEqual(together.result, alone.result);
    assert.deepEqual(together.corpus.store(), alone.corpus.store());
    assert.equal(together.corpus.model.fingerprint, alone.corpus.model.fingerprint);
  });

  it('sort many suffixes as one thread does', async () => {
    const random = seededRandom(32, 0);
    const lexemes = sharedNumbers(400_000).map((_, index) =>
      index % 1000 === 0 || index % 1000 === 999 ? BOUNDARY : 1 + Math.floor(random() ** 4 * 5000),
    );
    const shared = sharedNumbers(lexemes.length);
    shared.set(lexemes);
    const documents = Array.from({ length: 400 }, (_, number) => ({
      ...{ start: number * 1000, end: (number + 1) * 1000 },
    }));
    const threads = new IndexingThreads(script);
    const steps = sortSuffixes(shared, documents, 13, 5001, threads);
    const together = await new Slices(() => false).run(steps);
    threads.dispose();
    assert.deepEqual(together, finish(sortSuffixes(lexemes, documents, 13, 5001)));
  });

  it('stop when they are told to; the rest is read the next time', async () => {
    const { result, read } = await learned(script, AbortSignal.abort());
    assert.ok(!(result instanceof Error));
    const again = await learned(script);
    assert.deepEqual(await read(), result);
    assert.deepEqual(again.result, (await learned(undefined)).result);
  });

  it('fail when a thread ends, and nothing is taken for read that was not', async () => {
    const fragile = join(scripts, 'fragile.js');
    await writeFile(
      fragile,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', () => { throw new Error('dead'); });\n`,
    );
    const { corpus, read, result } = await learned(fragile);
    assert.match(String(result), /dead/);
    assert.equal(corpus.size.files, 0);
    await writeFile(fragile, `require('./worker.js');\n`);
    assert.deepEqual(await read(), (await learned(undefined)).result);
  });
});
