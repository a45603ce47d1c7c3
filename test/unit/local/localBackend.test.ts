import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CompletionAccumulator } from '../../../src/completions/completionAccumulator';
import { isCompletionError } from '../../../src/completions/completionError';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { LocalBackend } from '../../../src/local/localBackend';
import { waitUntil } from '../../support/waitUntil';
import { neverAborted } from './localTesting';

describe('LocalBackend', () => {
  let folder: string;
  let workerPath: string;
  let backend: LocalBackend;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-local-'));
    workerPath = join(folder, 'worker.js');
    await build({
      entryPoints: [join(__dirname, '../../../src/local/worker.ts')],
      outfile: workerPath,
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' },
    });
  });

  beforeEach(() => {
    backend = new LocalBackend(workerPath);
  });

  afterEach(() => {
    backend.dispose();
  });

  after(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  const request = (prompt: string): CompletionRequest => ({
    ...{ prompt, model: 'any', temperature: 0, max_tokens: 20, stop: '\n' },
  });

  async function continued(prompt: string): Promise<string> {
    const accumulator = new CompletionAccumulator();
    for await (const chunk of backend.complete(request(prompt), neverAborted)) {
      accumulator.add(chunk);
    }
    assert.ok(accumulator.usage);
    return accumulator.text;
  }

  /** How many chunks come. */
  async function answered(wish: CompletionRequest, signal = neverAborted): Promise<number> {
    let chunks = 0;
    for await (const { choices } of backend.complete(wish, signal)) chunks += choices.length;
    return chunks;
  }

  it('completes from files that the worker reads and from documents', async () => {
    backend.setDocument('untitled:1', 'second.document();\n');
    const paths = [await file('a.ts', 'first.file();\n')];
    const result = await backend.indexFiles(paths, neverAborted);
    assert.deepEqual(result, { files: 1, lexemes: 7 });
    assert.equal(await continued('first.'), 'file();');
    assert.equal(await continued('second.'), 'document();');
  });

  it('leaves out what cannot be read or is no source text', async () => {
    const paths = [
      join(folder, 'missing.ts'),
      folder,
      await file('binary.ts', new Uint8Array([97, 0, 98])),
      await file('minified.js', 'a=b;'.repeat(1000)),
      await file('long.ts', 'line\n'.repeat(120_000)),
      await file('good.ts', 'good();\n'),
    ];
    const result = await backend.indexFiles(paths, neverAborted);
    assert.equal(result.files, 1);
    assert.equal(await continued('goo'), 'd();');
  });

  it('forgets what was removed', async () => {
    const path = await file('removed.ts', 'removed.file();\n');
    await backend.indexFiles([path], neverAborted);
    backend.removeDocument(path);
    await backend.indexFiles([], neverAborted);
    assert.doesNotMatch(await continued('removed.'), /file/);
  });

  it('offers its one model without a worker', async () => {
    const idle = new LocalBackend(join(folder, 'missing.js'));
    assert.deepEqual(await idle.models(), [{ id: 'inkling-embedded', ownedBy: 'inkling' }]);
    idle.dispose();
  });

  it('refuses a request with the error that the engine gave', async () => {
    const wrong = { ...request('x'), logit_bias: { '999999999': 1 } };
    await assert.rejects(
      async () => {
        await answered(wrong);
      },
      (error) =>
        isCompletionError(error) && error.kind === 'invalidRequest' && error.status === 400,
    );
  });

  it('ends early and silently when the signal aborts, before and during a completion', async () => {
    const controller = new AbortController();
    const endless = { ...request('\n'), min_tokens: -1, max_tokens: 30_000, stop: [] };
    backend.setDocument('untitled:1', 'a b\nc d\n');
    await backend.indexFiles([], neverAborted);
    let chunks = 0;
    for await (const chunk of backend.complete(endless, controller.signal)) {
      assert.equal(chunk.usage, undefined);
      if (++chunks === 2) controller.abort();
    }
    assert.equal(chunks, 2);
    assert.equal(await answered(endless, controller.signal), 0);
    assert.deepEqual(await backend.indexFiles(['/x'], controller.signal), { files: 0, lexemes: 0 });
  });

  it('stops generating when the reader leaves the loop', async () => {
    backend.setDocument('untitled:1', 'a b\nc d\n');
    await backend.indexFiles([], neverAborted);
    const endless = { ...request('\n'), min_tokens: -1, max_tokens: 30_000, stop: [] };
    const chunks = backend.complete(endless, neverAborted);
    assert.equal((await chunks.next()).done, false);
    await chunks.return(undefined);
    assert.equal(await continued('a '), 'b');
  });

  it('tells the worker when the reader leaves the loop or the signal aborts', async () => {
    const witness = join(folder, 'witness.js');
    const log = join(folder, 'aborted.txt');
    await writeFile(
      witness,
      `require('node:worker_threads').parentPort.on('message', ({ type, job }) => {
        if (type === 'abort') require('node:fs').appendFileSync(${JSON.stringify(log)}, job + ' ');
        else postMessage({ type: 'chunk', job, chunk: { choices: [] } });
      });
      const postMessage = (message) => require('node:worker_threads').parentPort.postMessage(message);\n`,
    );
    backend = new LocalBackend(witness);
    const left = backend.complete(request('x'), neverAborted);
    await left.next();
    await left.return(undefined);
    const controller = new AbortController();
    const aborted = backend.complete(request('x'), controller.signal);
    await aborted.next();
    controller.abort();
    assert.equal((await aborted.next()).done, true);
    await waitUntil('both jobs are aborted', async () => (await readFile(log, 'utf8')) === '1 2 ');
  });

  it('answers several completions at once', async () => {
    backend.setDocument('untitled:1', 'one.alpha();\ntwo.beta();\n');
    await backend.indexFiles([], neverAborted);
    assert.deepEqual(
      await Promise.all([continued('one.'), continued('two.'), continued('one.al')]),
      ['alpha();', 'beta();', 'pha();'],
    );
  });

  it('reports a worker that cannot start', async () => {
    const broken = new LocalBackend(join(folder, 'missing.js'));
    await assert.rejects(
      broken.indexFiles([], neverAborted),
      (error) => isCompletionError(error) && error.kind === 'server' && error.remedy !== '',
    );
    broken.dispose();
  });

  it('fails what is under way when the worker dies, and starts another one that knows the same', async () => {
    const fragile = join(folder, 'fragile.js');
    const hook = `require('node:worker_threads').parentPort.on('message', (message) => {
      if (message.request?.prompt === 'die') throw new Error('dead');
    });\n`;
    await writeFile(fragile, `${hook}require('./worker.js');\n`);
    backend = new LocalBackend(fragile);
    const path = await file('kept.ts', 'kept.file();\n');
    backend.setDocument('untitled:1', 'kept1.document();\n');
    await backend.indexFiles([path], neverAborted);
    await assert.rejects(
      continued('die'),
      (error) =>
        isCompletionError(error) && error.kind === 'server' && error.message.includes('dead'),
    );
    assert.equal(typeof (await continued('anything')), 'string');
    await backend.indexFiles([], neverAborted);
    assert.equal(await continued('kept.'), 'file();');
    assert.equal(await continued('kept1.'), 'document();');
  });

  it('ends completions silently when it is disposed of', async () => {
    const endless = { ...request('\n'), min_tokens: -1, max_tokens: 30_000, stop: [] };
    backend.setDocument('untitled:1', 'a b\nc d\n');
    await backend.indexFiles([], neverAborted);
    for await (const chunk of backend.complete(endless, neverAborted)) {
      assert.equal(chunk.usage, undefined);
      backend.dispose();
    }
    assert.equal(await answered(endless), 0);
    assert.deepEqual(await backend.indexFiles([], neverAborted), { files: 0, lexemes: 0 });
  });
});
