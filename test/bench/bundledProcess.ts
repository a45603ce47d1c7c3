import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

/**
 * Runs a script as the extension's code runs: bundled and minified, in a process without the tools of
 * this one, which take their time.
 *
 * @param folder for the bundles, which stay there
 * @param entryPoints the script, then what else is to be bundled beside it
 * @returns what it prints
 */
export async function runBundled(
  folder: string,
  entryPoints: readonly [string, ...string[]],
  args: readonly string[],
): Promise<string> {
  await build({
    ...{ entryPoints: [...entryPoints], outdir: folder, entryNames: '[name]', bundle: true },
    ...{ platform: 'node', format: 'cjs', target: 'node20', minify: true, logLevel: 'warning' },
  });
  const script = join(folder, basename(entryPoints[0]).replace(/\.ts$/, '.js'));
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args]);
  return stdout;
}
