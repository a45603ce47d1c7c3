import { chooseHostKind } from './hostKind';
import { installIntoServer, packageExtension } from './packagedExtension';
import { project } from './project';
import { installIntoDesktop, testDesktop } from './vscode/desktopHost';
import { installServer } from './vscode/installation';

/** Packages the extension and installs it where the workbenches look for it. */
export async function installPackagedExtension(): Promise<void> {
  const vsix = await packageExtension();
  if (chooseHostKind() === 'server') {
    await installIntoServer(await installServer(), [vsix], project.extensions);
  } else {
    await installIntoDesktop(await testDesktop(), vsix, project.extensions);
  }
}
