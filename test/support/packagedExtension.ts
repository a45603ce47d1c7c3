import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from './project';
import { npm, run } from './run';
import type { Installation } from './vscode/installation';

/** Bundles src/ and media/ into dist/, as `npm run build`. */
export async function buildExtension(): Promise<void> {
  await run(process.execPath, ['esbuild.js'], { cwd: project.root });
}

/**
 * Packages the extension with `npm run package`, its production build included.
 *
 * @returns the path of the .vsix file.
 */
export async function packageExtension(): Promise<string> {
  await npm(['run', 'package'], { cwd: project.root });
  return project.package;
}

/** Installs .vsix files into `extensionsFolder`, emptied first, with the server's own installer. */
export async function installIntoServer(
  installation: Installation,
  packages: readonly string[],
  extensionsFolder: string,
): Promise<void> {
  await rm(extensionsFolder, { recursive: true, force: true });
  const data = join(project.cache, 'installer-data');
  await run(installation.node, [
    join(installation.server, 'out', 'server-main.js'),
    ...packages.flatMap((vsix) => ['--install-extension', vsix]),
    ...['--force', '--extensions-dir', extensionsFolder],
    ...['--server-data-dir', data, '--accept-server-license-terms', '--telemetry-level', 'off'],
  ]);
  await rm(data, { recursive: true, force: true });
}
