import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CompletionAccumulator } from '../../../src/completions/completionAccumulator';
import { isCompletionError } from '../../../src/completions/completionError';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { LocalBackend } from '../../../src/local/localBackend';
import { NOTHING_INDEXED } from '../../../src/local/workspace/indexResult';
import { waitUntil } from '../../support/waitUntil';
import { neverAborted } from './localTesting';

describe('LocalBackend', () => {
  let folder: string;
  /** The workspace, empty before each test. */
  let root: string;
  let workerPath: string;
  let backend: LocalBackend;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-local-'));
    workerPath = join(folder, 'worker.js');
    await build({
      entryPoints: [join(__dirname, '../../../src/worker.ts')],
      outfile: workerPath,
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' },
    });
  });

  beforeEach(async () => {
    root = await mkdtemp(join(folder, 'workspace-'));
    backend = new LocalBackend(workerPath);
  });

  afterEach(() => {
    backend.dispose();
  });

  after(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(root, name);
    await writeFile(path, content);
    return path;
  }

  const reading = { signal: neverAborted };

  /** Has the workspace read. */
  const readWorkspace = (of = backend) => of.readFolders([{ path: root, exclude: [] }], reading);

  /** Resolves when the documents that were set are learned. */
  const settled = () => backend.readFolders([], reading);

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
    backend.setDocument('untitled:1', () => 'second.document();\n');
    await file('a.ts', 'first.file();\n');
    assert.deepEqual(await readWorkspace(), { files: 1, lexemes: 7, read: 1, leftOut: {} });
    assert.equal(await continued('first.'), 'file();');
    assert.equal(await continued('second.'), 'document();');
  });

  it('leaves out what is no source text, and says why', async () => {
    await mkdir(join(root, 'folder.ts'));
    await file('binary.ts', new Uint8Array([97, 0, 98]));
    await file('minified.js', 'a=b;'.repeat(1000));
    await file('long.ts', 'line\n'.repeat(220_000));
    await file('good.ts', 'good();\n');
    const result = await readWorkspace();
    assert.equal(result.files, 1);
    assert.deepEqual(result.leftOut, { binary: 1, generated: 1, tooLarge: 1 });
    assert.equal(await continued('goo'), 'd();');
  });

  it('never reads files that hold secrets', async () => {
    await file('.env', 'SECRET_IN_ENV=1\n');
    await file('server.key', 'SECRET_IN_KEY\n');
    await file('good.ts', 'good();\n');
    assert.equal((await readWorkspace()).files, 1);
    assert.doesNotMatch(await continued('SECRET_'), /IN/);
  });

  it('forgets a file that was removed, and a folder with all its files', async () => {
    const path = await file('removed.ts', 'removed.file();\n');
    await mkdir(join(root, 'inner'));
    await file('inner/lost.ts', 'lost.file();\n');
    await readWorkspace();
    await rm(path);
    await rm(join(root, 'inner'), { recursive: true });
    const result = await backend.readChanged([path, join(root, 'inner')], reading);
    assert.equal(result.files, 0);
    assert.doesNotMatch(await continued('removed.'), /file/);
    assert.doesNotMatch(await continued('lost.'), /file/);
  });

  it('learns from edits alone', async () => {
    let asked = 0;
    const text = () => {
      asked++;
      return 'one.first();\r\ntwo.second();\r\n';
    };
    backend.setDocument('untitled:1', text);
    await settled();
    const asksBefore = asked;
    const place = { startLine: 1, startCharacter: 4, endLine: 1, endCharacter: 10 };
    backend.editDocument('untitled:1', [{ ...place, text: 'changed' }], 3);
    assert.equal(await continued('two.'), 'changed();');
    assert.equal(asked, asksBefore);
    backend.closeDocument('untitled:1');
    await settled();
    assert.doesNotMatch(await continued('two.'), /changed/);
  });

  it('asks for the whole text again when an edit does not fit', async () => {
    let text = 'one.first();\n';
    backend.setDocument('untitled:1', () => text);
    await settled();
    text = 'lines\nthat it\nhas not heard of\none.healed();\n';
    const place = { startLine: 3, startCharacter: 0, endLine: 3, endCharacter: 0 };
    backend.editDocument('untitled:1', [{ ...place, text: 'x' }], 5);
    await waitUntil('it has the text', async () => (await continued('one.')) === 'healed();');
  });

  it('tells how far it is', async () => {
    for (let number = 0; number < 250; number++) await file(`f${number}.ts`, `f${number}();\n`);
    const told: string[] = [];
    const progress = (read: number, total: number) => told.push(`${read} of ${total}`);
    await backend.readFolders([{ path: root, exclude: [] }], { progress, ...reading });
    assert.deepEqual(told, ['100 of 250', '200 of 250']);
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
    backend.setDocument('untitled:1', () => 'a b\nc d\n');
    await settled();
    let chunks = 0;
    for await (const chunk of backend.complete(endless, controller.signal)) {
      assert.equal(chunk.usage, undefined);
      if (++chunks === 2) controller.abort();
    }
    assert.equal(chunks, 2);
    assert.equal(await answered(endless, controller.signal), 0);
    const { signal } = controller;
    assert.deepEqual(await backend.readChanged(['/x'], { signal }), NOTHING_INDEXED);
  });

  it('stops generating when the reader leaves the loop', async () => {
    backend.setDocument('untitled:1', () => 'a b\nc d\n');
    await settled();
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
    backend.setDocument('untitled:1', () => 'one.alpha();\ntwo.beta();\n');
    await settled();
    assert.deepEqual(
      await Promise.all([continued('one.'), continued('two.'), continued('one.al')]),
      ['alpha();', 'beta();', 'pha();'],
    );
  });

  it('reports a worker that cannot start', async () => {
    const broken = new LocalBackend(join(folder, 'missing.js'));
    await assert.rejects(
      readWorkspace(broken),
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
    await file('kept.ts', 'kept.file();\n');
    backend.setDocument('untitled:1', () => 'kept1.document();\n');
    await readWorkspace();
    await assert.rejects(
      continued('die'),
      (error) =>
        isCompletionError(error) && error.kind === 'server' && error.message.includes('dead'),
    );
    assert.equal(typeof (await continued('anything')), 'string');
    await backend.readChanged([], reading);
    assert.equal(await continued('kept.'), 'file();');
    assert.equal(await continued('kept1.'), 'document();');
  });

  it('ends completions silently when it is disposed of', async () => {
    const endless = { ...request('\n'), min_tokens: -1, max_tokens: 30_000, stop: [] };
    backend.setDocument('untitled:1', () => 'a b\nc d\n');
    await settled();
    for await (const chunk of backend.complete(endless, neverAborted)) {
      assert.equal(chunk.usage, undefined);
      backend.dispose();
    }
    assert.equal(await answered(endless), 0);
    assert.deepEqual(await backend.readChanged([], reading), NOTHING_INDEXED);
  });
});
