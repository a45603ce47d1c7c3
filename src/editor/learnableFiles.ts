import { isSecretFile } from '../prompt/secretFiles';

/** Folders of what was installed or built rather than written. */
const FOLDERS = [
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'out',
  'build',
  'target',
  'coverage',
  '__pycache__',
  'site-packages',
];

/** Endings of files that are no source text: generated, or not text at all. */
const ENDINGS = [
  ...['map', 'lock', 'min.js', 'min.css', 'snap', 'log'],
  ...['png', 'jpg', 'jpeg', 'gif', 'webp', 'ico', 'svg', 'pdf', 'woff', 'woff2', 'ttf'],
  ...['zip', 'gz', 'tgz', 'jar', 'vsix', 'exe', 'dll', 'so', 'wasm', 'bin'],
];

const FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml'];

/** The glob of what is not worth learning from, for a search of the workspace. */
export const NOT_LEARNABLE = `{${[
  ...[...FOLDERS, '.*'].map((folder) => `**/${folder}/**`),
  ...ENDINGS.map((ending) => `**/*.${ending}`),
  ...FILES.map((file) => `**/${file}`),
].join(',')}}`;

/** Whether the file at `path`, relative to its workspace folder, is worth learning from. */
export function isLearnable(path: string): boolean {
  const folders = path.split(/[\\/]/);
  const name = folders.pop() ?? '';
  return (
    !isSecretFile(path) &&
    !folders.some((folder) => folder.startsWith('.') || FOLDERS.includes(folder)) &&
    !ENDINGS.some((ending) => name.endsWith(`.${ending}`)) &&
    !FILES.includes(name)
  );
}
