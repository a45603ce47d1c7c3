import { runMocha, testFiles } from '../mochaRun';
import { project } from '../project';
import type { Suite } from './suite';

/** The tests that need no host: pure code, in this process. */
export const unitSuite: Suite = {
  name: 'unit',
  async run({ grep, color }) {
    return runMocha({
      files: await testFiles(project.unitTests, '.test.ts'),
      grep,
      color,
      timeout: 20_000,
      write: console.log,
    });
  },
};
