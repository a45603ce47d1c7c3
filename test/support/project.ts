import { join, resolve } from 'node:path';

/** Where the project's own things lie. Everything below `cache` is ignored by git. */
const root = resolve(__dirname, '..', '..');
const cache = join(root, '.vscode-test');

export const project = {
  root,
  /** Named as @vscode/test-electron names its own cache, which is this folder too. */
  cache,
  /** Screenshots, host logs and results of the last test run. */
  artefacts: join(cache, 'artefacts'),
  /** Where the workbench suite installs the packaged extension. */
  extensions: join(cache, 'extensions-installed'),
  /** The packaged extension that the workbench suite and `npm start` install. */
  package: join(root, 'inkling.vsix'),
  unitTests: join(root, 'test', 'unit'),
  hostTests: join(root, 'test', 'host'),
  workbenchTests: join(root, 'test', 'workbench'),
  /** The host suite, bundled for the extension host. */
  bundledHostTests: join(root, 'out', 'host'),
};
