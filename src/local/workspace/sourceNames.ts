/** Folders of what was installed or built rather than written. */
const FOLDERS: ReadonlySet<string> = new Set([
  ...['node_modules', 'bower_components', 'vendor', 'site-packages', '__pycache__'],
  ...['dist', 'out', 'build', 'target', 'coverage'],
]);

/** Endings of files that are no source text: generated, or not text at all. */
const ENDINGS: ReadonlySet<string> = new Set([
  ...['map', 'lock', 'snap', 'log', 'svg', 'csv', 'tsv', 'ipynb', 'tsbuildinfo'],
  ...['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'ico', 'bmp', 'tiff', 'pdf', 'psd'],
  ...['woff', 'woff2', 'ttf', 'otf', 'eot', 'mp3', 'mp4', 'wav', 'ogg', 'webm', 'mov', 'avi'],
  ...['zip', 'gz', 'tgz', 'bz2', 'xz', 'zst', '7z', 'rar', 'tar', 'jar', 'war', 'vsix', 'whl'],
  ...['exe', 'dll', 'so', 'dylib', 'a', 'lib', 'o', 'obj', 'class', 'pyc', 'wasm', 'bin', 'dat'],
  ...['db', 'sqlite', 'sqlite3', 'parquet', 'onnx', 'pdb', 'node'],
]);

const FILES: ReadonlySet<string> = new Set([
  ...['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'go.sum', 'Package.resolved'],
  ...['packages.lock.json', 'deno.lock', 'bun.lockb', 'flake.lock'],
]);

/** Whether a folder of this name may have source text: not a hidden one, nor one that tools fill. */
export function isSourceFolder(name: string): boolean {
  return !name.startsWith('.') && !FOLDERS.has(name);
}

/** Whether a file of this name may be source text. */
export function isSourceFile(name: string): boolean {
  const lower = name.toLowerCase();
  const ending = lower.slice(lower.lastIndexOf('.') + 1);
  return !ENDINGS.has(ending) && !FILES.has(name) && !/\.min\.(?:js|css|mjs)$/.test(lower);
}
