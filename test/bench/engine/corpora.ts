import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SourceFile } from '../../../src/local/corpus';
import { whyUnlearnable } from '../../../src/local/learning';
import { readSourceFiles } from '../../../src/local/sourceFiles';
import { project } from '../../support/project';

/** Sources that an npm package ships, in the version that the figures are told of. */
export interface CorpusSource {
  readonly language: string;
  readonly package: string;
  readonly version: string;
  readonly folder: string;
  readonly names: RegExp;
}

export const CORPORA: readonly CorpusSource[] = [
  { language: 'TypeScript', package: 'rxjs', version: '7.8.2', folder: 'src', names: /\.ts$/ },
  { language: 'JavaScript', package: 'eslint', version: '9.39.5', folder: 'lib', names: /\.js$/ },
  { language: 'Python', package: 'node-gyp', version: '11.4.2', folder: 'gyp', names: /\.py$/ },
  {
    ...{ language: 'C++', package: 'classic-level', version: '3.0.0' },
    ...{ folder: 'deps/leveldb', names: /\.(?:cc|h)$/ },
  },
];

/**
 * Of so many files, in the order of their paths, one is held out, whole. What the engine's parameters
 * were learned from are others (the second, fourth and ninth of each dozen).
 */
const HELD_OUT = { of: 12, the: 5 };

export interface SplitCorpus {
  readonly learned: readonly SourceFile[];
  readonly heldOut: readonly SourceFile[];
}

/** Reads a corpus; the package is fetched with npm when that is done for the first time. */
export async function readCorpus(source: CorpusSource): Promise<SplitCorpus> {
  const root = join(await packageFolder(source), source.folder);
  const names = (await readdir(root, { recursive: true })).filter((name) =>
    source.names.test(name),
  );
  const paths = names.sort().map((name) => join(root, name));
  const files: SourceFile[] = [];
  for await (const file of readSourceFiles(paths, new AbortController().signal)) {
    if (whyUnlearnable(file.text) === undefined) files.push(file);
  }
  const isHeldOut = (index: number) => index % HELD_OUT.of === HELD_OUT.the;
  return {
    learned: files.filter((_, index) => !isHeldOut(index)),
    heldOut: files.filter((_, index) => isHeldOut(index)),
  };
}

/** Where the package's files are: fetched once, never installed. */
async function packageFolder({ package: name, version }: CorpusSource): Promise<string> {
  const cache = join(project.root, 'node_modules', '.cache', 'inkling-bench');
  const folder = join(cache, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const run = promisify(execFile);
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  const pack = ['pack', `${name}@${version}`, '--silent', '--pack-destination', fresh];
  await run('npm', pack, { shell: process.platform === 'win32' });
  await run('tar', ['-xzf', `${name}-${version}.tgz`], { cwd: fresh });
  await rename(join(fresh, 'package'), folder);
  await rm(fresh, { recursive: true });
  return folder;
}
