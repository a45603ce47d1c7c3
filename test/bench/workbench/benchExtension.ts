import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Builds an extension that runs beside Inkling in a benchmark; returns its folder.
 *
 * @param entry its source
 * @param contributes what its manifest contributes
 */
export async function buildBenchExtension(
  temporary: string,
  entry: string,
  contributes: object = {},
): Promise<string> {
  const folder = join(temporary, 'beside');
  await mkdir(folder);
  await build({
    entryPoints: [entry],
    outfile: join(folder, 'extension.js'),
    ...({ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'] } as const),
  });
  const manifest = {
    ...{ name: 'beside', publisher: 'bench', version: '1.0.0', main: './extension.js' },
    ...{ engines: { vscode: '^1.101.0' }, activationEvents: ['*'], contributes },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** The figures of the latest line that the extension has written into its file; none yet: zeros. */
export async function latestFigures(file: string, count: number): Promise<number[]> {
  const line = (await readFile(file, 'utf8')).trim().split('\n').at(-1) ?? '';
  const figures = line.split(' ').map(Number);
  return figures.length === count ? figures : new Array<number>(count).fill(0);
}
