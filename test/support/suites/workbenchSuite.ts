import { mkdir } from 'node:fs/promises';
import { installPackagedExtension } from '../installedExtension';
import { runMocha, testFiles } from '../mochaRun';
import { project } from '../project';
import type { Suite } from './suite';

/** The tests that type real keys in the real workbench, with the packaged extension installed. */
export const workbenchSuite: Suite = {
  name: 'workbench',
  async run({ grep, color }) {
    await installPackagedExtension();
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
