import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from './packagedExtension';
import { project } from './project';
import { copySampleWorkspace, sampleFile } from './sampleWorkspace';
import { findDesktop } from './tryOut/desktopCommand';
import { tryOnDesktop } from './tryOut/desktopTryOut';
import { tryInBrowser } from './tryOut/serverTryOut';
import type { OpenPlace } from './tryOut/openPlace';

const usage = 'Usage: npm start [-- --workspace FOLDER]';

/** What to open: the folder that was asked for, or a fresh copy of the sample at a good place. */
async function placeToOpen(workspace: string | undefined): Promise<OpenPlace> {
  if (workspace !== undefined) {
    // npm runs scripts in the project's folder; the person meant the one they are in.
    const folder = resolve(process.env['INIT_CWD'] ?? process.cwd(), workspace);
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true) throw new Error(`There is no folder ${folder}.\n${usage}`);
    return { folder };
  }
  const folder = join(project.cache, 'sample');
  await copySampleWorkspace(folder);
  console.log(
    `The workspace is a sample: the sources of rxjs, copied afresh to ${folder} at each start.\n` +
      'Open your own folder with: npm start -- --workspace FOLDER',
  );
  return { folder, file: { ...sampleFile, path: join(folder, sampleFile.path) } };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { workspace: { type: 'string', short: 'w' } } });
  console.log('Packaging Inkling…');
  const vsix = await packageExtension();
  const place = await placeToOpen(values.workspace);
  const desktop = await findDesktop();
  await (desktop === undefined ? tryInBrowser(vsix, place) : tryOnDesktop(desktop, vsix, place));
}

// Exiting runs the handlers that end what was started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(0));
}
main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
