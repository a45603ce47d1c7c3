import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../project';
import { quietSettings } from '../quietSettings';
import { run } from '../run';
import { desktopArguments } from '../vscode/desktopHost';
import type { DesktopCommand } from './desktopCommand';
import type { OpenPlace } from './openPlace';

/**
 * Opens the desktop's VS Code with nothing but Inkling installed, apart from the person's own
 * extensions and settings, and resolves when its window is closed.
 */
export async function tryOnDesktop(
  command: DesktopCommand,
  vsix: string,
  place: OpenPlace,
): Promise<void> {
  const extensionsFolder = join(project.cache, 'start-extensions');
  const userData = join(project.cache, 'start-user-data');
  await rm(extensionsFolder, { recursive: true, force: true });
  await writeFirstSettings(join(userData, 'User'));
  const folders = [`--extensions-dir=${extensionsFolder}`, `--user-data-dir=${userData}`];
  const code = async (...rest: string[]): Promise<string> =>
    run(command.program, [...command.arguments, ...folders, ...rest], {
      shell: process.platform === 'win32',
    });

  await code('--install-extension', vsix, '--force');
  console.log('Opening VS Code. Close its window to end.');
  const { file } = place;
  const goto = file === undefined ? [] : ['--goto', `${file.path}:${file.line}`];
  await code('--new-window', '--wait', ...desktopArguments, place.folder, ...goto);
}

/** Settings that the person changed in an earlier run stay. */
async function writeFirstSettings(folder: string): Promise<void> {
  const file = join(folder, 'settings.json');
  if (existsSync(file)) return;
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(quietSettings, undefined, 2));
}
