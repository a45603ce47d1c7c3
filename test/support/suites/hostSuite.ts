import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { followFile } from '../followFile';
import { chooseHostKind } from '../hostKind';
import { testFiles } from '../mochaRun';
import type { SuiteResult } from '../mochaRun';
import { project } from '../project';
import { copySampleWorkspace } from '../sampleWorkspace';
import { runTestsOnDesktop } from '../vscode/desktopHost';
import { HostLogs, errorsIn } from '../vscode/hostLogs';
import { runTestsOnServer } from '../vscode/serverTestRun';
import type { Suite } from './suite';

/** What a host needs to know to run the bundled tests. */
export interface HostTestRun {
  readonly extension: string;
  readonly tests: string;
  /** The folder that is open while they run. */
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder where the host's logs shall be kept. */
  readonly logs: string;
}

/** The tests that run inside VS Code's extension host, against the vscode API. */
export const hostSuite: Suite = {
  name: 'host',
  async run({ grep, color }) {
    await bundleHostTests();
    const folder = await mkdtemp(join(tmpdir(), 'inkling-host-tests-'));
    const workspace = join(folder, 'workspace');
    await copySampleWorkspace(workspace);
    const follower = followFile(join(folder, 'report.txt'));
    const testRun: HostTestRun = {
      extension: project.root,
      tests: join(project.bundledHostTests, 'index.js'),
      workspace,
      logs: join(project.artefacts, 'host-logs'),
      environment: {
        INKLING_TEST_RUN: folder,
        INKLING_TEST_COLOR: String(color),
        ...(grep === undefined ? {} : { INKLING_TEST_GREP: grep }),
      },
    };
    let result: SuiteResult | undefined;
    try {
      await (chooseHostKind() === 'desktop' ? runTestsOnDesktop : runTestsOnServer)(testRun);
      result = await readResult(join(folder, 'result.json'));
      // An exception that no test saw is a failure too.
      const exceptions = errorsIn(await new HostLogs(testRun.logs).extensionHost());
      if (exceptions !== '') result = { ...result, failed: result.failed + 1 };
      return result;
    } finally {
      follower.dispose();
      if (result === undefined || result.failed > 0) await printLogs(testRun.logs);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

/** One bundle a test file, so that Mocha loads and names them as it does everywhere else. */
async function bundleHostTests(): Promise<void> {
  await rm(project.bundledHostTests, { recursive: true, force: true });
  await build({
    entryPoints: [
      join(project.hostTests, 'index.ts'),
      ...(await testFiles(project.hostTests, '.test.ts')),
    ],
    outbase: project.hostTests,
    outdir: project.bundledHostTests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function readResult(file: string): Promise<SuiteResult> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new Error('VS Code ended before its tests did.');
  }
  const { passed, failed, skipped } = JSON.parse(text) as Partial<SuiteResult>;
  return { passed: passed ?? 0, failed: failed ?? 0, skipped: skipped ?? 0 };
}

async function printLogs(folder: string): Promise<void> {
  const logs = new HostLogs(folder);
  const parts = {
    "The extension host's exceptions": errorsIn(await logs.extensionHost()),
    "Inkling's log": await logs.extension('inkling.inkling'),
  };
  for (const [title, text] of Object.entries(parts)) {
    if (text !== '') console.log(`${title}:\n${text.trim()}\n`);
  }
  console.log(`All logs and the console are in ${folder}\n`);
}
