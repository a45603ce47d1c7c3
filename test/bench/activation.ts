import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { installIntoServer, packageExtension } from '../support/packagedExtension';
import { project } from '../support/project';
import { installServer } from '../support/vscode/installation';
import { Workbench } from '../workbench/workbench';

const STARTS = 7;

/** An extension that does nothing, started like Inkling: what VS Code itself takes. */
const EMPTY = {
  'package.json': JSON.stringify({
    ...{ name: 'empty', displayName: 'Empty', publisher: 'inkling', version: '0.0.1' },
    ...{ engines: { vscode: '^1.101.0' }, main: './main.js', license: 'MIT' },
    activationEvents: ['onStartupFinished'],
  }),
  'main.js': 'exports.activate = () => undefined;\n',
};

/**
 * How long VS Code takes to load and activate the packaged extension, as its page of running
 * extensions has it, beside an empty extension in the same starts; and what the package holds.
 */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'inkling-activation-'));
  try {
    const vsix = await packageExtension();
    await printSizes(vsix);
    const extensionsFolder = join(folder, 'extensions');
    const empty = await packageEmpty(join(folder, 'empty'));
    await installIntoServer(await installServer(), [vsix, empty], extensionsFolder);
    console.log('\nmilliseconds to load and activate\n\nstart  Inkling  empty extension');
    const times: { inkling: number; empty: number }[] = [];
    for (let start = 1; start <= STARTS; start++) {
      const { Inkling: inkling = NaN, Empty: nothing = NaN } = await startOnce(extensionsFolder);
      times.push({ inkling, empty: nothing });
      console.log(`${pad(start, 5)}  ${pad(inkling, 7)}  ${pad(nothing, 15)}`);
    }
    const middle = median(times.map(({ inkling }) => inkling));
    const none = median(times.map(({ empty: nothing }) => nothing));
    console.log(`\nmedian ${pad(middle, 6)}  ${pad(none, 15)}`);
    const least = Math.min(...times.map(({ inkling }) => inkling));
    const leastOfNone = Math.min(...times.map(({ empty: nothing }) => nothing));
    console.log(`least  ${pad(least, 6)}  ${pad(leastOfNone, 15)}`);
    const more = median(times.map((each) => each.inkling - each.empty));
    console.log(`\nInkling takes ${more} ms more than an empty extension (median of the starts)`);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function packageEmpty(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(EMPTY)) await writeFile(join(folder, name), text);
  const packagePath = join(folder, 'empty.vsix');
  await createVSIX({
    ...{ cwd: folder, packagePath, dependencies: false },
    ...{ allowMissingRepository: true, skipLicense: true },
  });
  return packagePath;
}

async function printSizes(vsix: string): Promise<void> {
  const files = (await readdir(join(project.root, 'dist'))).map((file) => join('dist', file));
  const sizes = await Promise.all(
    [...files, vsix].map(async (file) => {
      const { size } = await stat(join(file === vsix ? '' : project.root, file));
      return { file: file === vsix ? 'inkling.vsix' : file, size };
    }),
  );
  for (const { file, size } of sizes.sort((a, b) => b.size - a.size)) {
    console.log(`${pad(`${(size / 1024).toFixed(1)} KB`, 10)}  ${file}`);
  }
}

/** Starts VS Code once; the time of each extension that it has activated, by its name. */
async function startOnce(extensionsFolder: string): Promise<Readonly<Record<string, number>>> {
  const workbench = await Workbench.open({ extensionsFolder });
  try {
    await workbench.page.setViewportSize({ width: 1280, height: 4_000 });
    await workbench.runCommand('Developer: Show Running Extensions');
    const rows = workbench.page.locator('.runtime-extensions-editor .extension');
    const times: Record<string, number> = {};
    for (const name of ['Inkling', 'Empty']) {
      const row = rows.filter({ has: workbench.page.locator('.name', { hasText: name }) });
      const time = row.locator('.activation-time', { hasText: /\d+ms/ });
      times[name] = Number(/(\d+)ms/.exec(await time.innerText())?.[1]);
    }
    return times;
  } finally {
    await workbench.dispose();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function pad(value: number | string, width: number): string {
  return String(value).padStart(width);
}
