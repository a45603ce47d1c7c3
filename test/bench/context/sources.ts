import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { project } from '../../support/project';

/** A file of the sources, with its lines. */
export interface SourceText {
  readonly path: string;
  readonly lines: readonly string[];
}

export interface Source {
  readonly name: string;
  readonly language: string;
  readonly package: string;
  /** Packages with a version are fetched; the others are installed with this project. */
  readonly version?: string;
  readonly folder: string;
  readonly ending: RegExp;
}

/** Sources that npm packages ship: different languages, and from 12 to 390 files. */
export const SOURCES: readonly Source[] = [
  { name: 'rxjs', language: 'typescript', package: 'rxjs', folder: 'src', ending: /\.ts$/ },
  { name: 'eslint', language: 'javascript', package: 'eslint', folder: 'lib', ending: /\.js$/ },
  {
    name: 'gyp',
    language: 'python',
    package: 'node-gyp',
    version: '12.1.0',
    folder: 'gyp/pylib',
    ending: /\.py$/,
  },
  {
    name: 'svg',
    language: 'java',
    package: 'react-native-svg',
    version: '15.16.1',
    folder: 'android/src/main',
    ending: /\.java$/,
  },
  {
    name: 'lmdb',
    language: 'cpp',
    package: 'lmdb',
    version: '3.5.6',
    folder: 'src',
    ending: /\.(?:cpp|h|c)$/,
  },
];

/** The files of a source, by their paths. */
export function readSource(source: Source): SourceText[] {
  const root = join(packageFolder(source), source.folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => source.ending.test(name))
    .sort()
    .map((name) => ({
      path: name.replaceAll('\\', '/'),
      lines: readFileSync(join(root, name), 'utf8').replace(/\r\n?/g, '\n').split('\n'),
    }));
}

function packageFolder({ package: name, version }: Source): string {
  if (version === undefined) return dirname(require.resolve(`${name}/package.json`));
  const folder = join(project.cache, 'bench-sources', `${name}-${version}`);
  if (!existsSync(folder)) fetchPackage(name, version, folder);
  return join(folder, 'package');
}

/** Gets the package as npm ships it, without what it depends on. */
function fetchPackage(name: string, version: string, folder: string): void {
  const unpacking = `${folder}.part`;
  rmSync(unpacking, { recursive: true, force: true });
  mkdirSync(unpacking, { recursive: true });
  console.log(`Fetching ${name} ${version} from npm…`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const shell = process.platform === 'win32';
  execFileSync(npm, ['pack', `${name}@${version}`], { cwd: unpacking, stdio: 'ignore', shell });
  const [archive] = readdirSync(unpacking).filter((file) => file.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm gave no archive of ${name} ${version}.`);
  execFileSync('tar', ['-xzf', archive], { cwd: unpacking, stdio: 'ignore' });
  renameSync(unpacking, folder);
}
