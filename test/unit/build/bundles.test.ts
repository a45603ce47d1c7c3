import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type BuildOptions } from 'esbuild';
import { project } from '../../support/project';

const run = promisify(execFile);

/** Loads a bundle beside an API of VS Code that does nothing; prints which of our files that read. */
const LOAD = `
  const Module = require('node:module');
  const { basename, dirname } = require('node:path');
  const [bundle] = process.argv.slice(-1);
  const api = new Proxy(class {}, {
    get: (target, name) =>
      name === 'prototype' ? target.prototype : name === '__esModule' ? undefined : api,
  });
  const load = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? api : load(name, ...rest));
  require(bundle);
  const read = Object.keys(require.cache).filter((file) => dirname(file) === dirname(bundle));
  console.log(JSON.stringify(read.map((file) => basename(file))));
`;

/** What starting may cost to read, in bytes. */
const MOST_AT_START = 60 * 1024;

describe('The production build of the extension', () => {
  let folder: string;
  let files: string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-build-'));
    const { bundles } = (await import(pathToFileURL(join(project.root, 'esbuild.js')).href)) as {
      bundles: (mode: { production: boolean }) => { extension: BuildOptions };
    };
    const { extension } = bundles({ production: true });
    await build({ ...extension, absWorkingDir: project.root, outdir: folder });
    files = await readdir(folder);
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const textOf = (file: string) => readFile(join(folder, file), 'utf8');

  const readBy = async (file: string) => {
    const { stdout } = await run(process.execPath, ['-e', LOAD, join(folder, file)]);
    return JSON.parse(stdout) as string[];
  };

  /** What is read right after other extensions are let start. */
  const second = () => files.find((file) => file.startsWith('extension-')) ?? 'none';

  it('starts with at most 60 KB, of which other extensions wait for a tenth', async () => {
    const { size } = await stat(join(folder, 'extension.js'));
    assert.ok(size <= MOST_AT_START / 10, `dist/extension.js has ${size} bytes`);
    const both = size + (await stat(join(folder, second()))).size;
    assert.ok(both <= MOST_AT_START, `it and dist/${second()} have ${both} bytes`);
  });

  it('reads no other files at the start', async () => {
    assert.deepEqual(await readBy('extension.js'), ['extension.js']);
    assert.deepEqual(await readBy(second()), [second(), 'extension.js']);
  });

  it('has all small parts in one file, each of which can be loaded', async () => {
    assert.deepEqual(await readBy('parts.js'), ['parts.js', second(), 'extension.js']);
    assert.match(await textOf('parts.js'), /reportProblem-/);
  });

  for (const part of ['remoteBackend', 'ghostText', 'prompts', 'selection']) {
    it(`has ${part} in a bundle of its own`, () => {
      assert.equal(files.filter((file) => file.startsWith(`${part}-`)).length, 1);
    });
  }

  it('tells nobody else in the process of its requests, whose headers hold the key', async () => {
    for (const file of files) assert.doesNotMatch(await textOf(file), /undici:request/, file);
  });

  it('has each class once, so that the bundles agree on what is what', async () => {
    const texts = await Promise.all(files.map(textOf));
    const withIt = texts.filter((text) => text.includes('this.name="CompletionError"'));
    assert.equal(withIt.length, 1);
  });
});
