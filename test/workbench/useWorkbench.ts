import { project } from '../support/project';
import { join } from 'node:path';
import { Workbench } from './workbench';
import type { WorkbenchOptions } from './openWorkbench';

/**
 * Opens a workbench before the tests of the enclosing `describe`, closes it after them, and keeps
 * a picture and the logs when one fails.
 */
export function useWorkbench(options: () => WorkbenchOptions = () => ({})): () => Workbench {
  let workbench: Workbench | undefined;

  const current = (): Workbench => {
    if (workbench === undefined) throw new Error('The workbench is not open.');
    return workbench;
  };

  before(async () => {
    workbench = await Workbench.open(options());
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replaceAll(/\W+/g, '-').slice(0, 100);
    await current().screenshot(`failed-${name}`);
    await current().logs.keep(join(project.artefacts, `failed-${name}-logs`));
  });

  after(async () => {
    await workbench?.dispose();
  });

  return current;
}
