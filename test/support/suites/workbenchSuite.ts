import { mkdir } from 'node:fs/promises';
import { chooseHostKind } from '../hostKind';
import { runMocha, testFiles } from '../mochaRun';
import { installIntoServer, packageExtension } from '../packagedExtension';
import { project } from '../project';
import { installIntoDesktop, testDesktop } from '../vscode/desktopHost';
import { installServer } from '../vscode/installation';
import type { Suite } from './suite';

/** The tests that type real keys in the real workbench, with the packaged extension installed. */
export const workbenchSuite: Suite = {
  name: 'workbench',
  async run({ grep, color }) {
    const vsix = await packageExtension();
    if (chooseHostKind() === 'server') {
      await installIntoServer(await installServer(), vsix, project.extensions);
    } else {
      await installIntoDesktop(await testDesktop(), vsix, project.extensions);
    }
    await mkdir(project.artefacts, { recursive: true });
    return runMocha({
      files: await testFiles(project.workbenchTests, '.test.ts'),
      grep,
      color,
      timeout: 120_000,
      write: console.log,
    });
  },
};
