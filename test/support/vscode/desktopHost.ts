import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { _electron } from 'playwright-core';
import type { Page } from 'playwright-core';
import { project } from '../project';
import { quietSettings } from '../quietSettings';
import { run } from '../run';
import type { HostTestRun } from '../suites/hostSuite';
import { HostLogs } from './hostLogs';

/** Arguments that every desktop window of ours gets: alone with itself, and asking nothing. */
export const desktopArguments: readonly string[] = [
  '--disable-workspace-trust',
  '--disable-telemetry',
  '--disable-updates',
  '--skip-welcome',
  '--skip-release-notes',
  '--password-store=basic',
  // Chromium's sandbox does not run as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * The executable of the newest stable desktop VS Code, downloaded into the cache on first use.
 *
 * @throws Error when it can be neither found there nor downloaded.
 */
export async function testDesktop(): Promise<string> {
  return downloadAndUnzipVSCode({ version: 'stable', cachePath: project.cache });
}

/** Installs a .vsix file into `extensionsFolder`, emptied first, with that VS Code's own command. */
export async function installIntoDesktop(
  executable: string,
  vsix: string,
  extensionsFolder: string,
): Promise<void> {
  await rm(extensionsFolder, { recursive: true, force: true });
  const [command, ...rest] = resolveCliArgsFromVSCodeExecutablePath(executable, {
    reuseMachineInstall: true, // the folders are named here instead
  });
  if (command === undefined) throw new Error(`No command line for ${executable}.`);
  const data = join(project.cache, 'installer-data');
  const folders = [`--extensions-dir=${extensionsFolder}`, `--user-data-dir=${data}`];
  await run(command, [...rest, '--install-extension', vsix, '--force', ...folders], {
    shell: process.platform === 'win32',
  });
  await rm(data, { recursive: true, force: true });
}

/**
 * Runs bundled tests inside the extension host of the desktop's VS Code. Failed tests are read from
 * the run's result file, so they do not throw.
 */
export async function runTestsOnDesktop(testRun: HostTestRun): Promise<void> {
  const vscodeExecutablePath = await testDesktop();
  const userData = await writeUserData(quietSettings);
  const extensionsFolder = join(testRun.workspace, '..', 'extensions');
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: testRun.extension,
      extensionTestsPath: testRun.tests,
      extensionTestsEnv: testRun.environment,
      launchArgs: [
        testRun.workspace,
        `--user-data-dir=${userData}`,
        `--extensions-dir=${extensionsFolder}`,
        ...desktopArguments,
      ],
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  } finally {
    await new HostLogs(join(userData, 'logs')).keep(testRun.logs);
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface DesktopWorkbench {
  readonly page: Page;
  readonly logs: HostLogs;
  dispose(): Promise<void>;
}

/** Opens the desktop's workbench on `folder`, with Playwright at its first window. */
export async function openDesktopWorkbench(options: {
  /** Absolute path of the folder, or of the `.code-workspace` file, to open. */
  readonly folder: string;
  /** Absolute path of a file to open in it. */
  readonly file?: string | undefined;
  readonly extensionsFolder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Whether a workspace has to be trusted: without it, each is. */
  readonly workspaceTrust?: boolean;
}): Promise<DesktopWorkbench> {
  const userData = await writeUserData(options.settings);
  const application = await _electron.launch({
    executablePath: await testDesktop(),
    args: [
      options.folder,
      ...(options.file === undefined ? [] : [options.file]),
      `--user-data-dir=${userData}`,
      `--extensions-dir=${options.extensionsFolder}`,
      ...desktopArguments.filter(
        (argument) => options.workspaceTrust !== true || argument !== '--disable-workspace-trust',
      ),
    ],
    env: desktopEnvironment(options.environment),
  });
  return {
    page: await application.firstWindow(),
    logs: new HostLogs(join(userData, 'logs')),
    dispose: async () => {
      await application.close();
      await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function writeUserData(settings: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inkling-'));
  await mkdir(join(folder, 'User'));
  await writeFile(join(folder, 'User', 'settings.json'), JSON.stringify(settings));
  return folder;
}

/** Without the variables by which a VS Code whose terminal this is would take the new one over. */
function desktopEnvironment(added: NodeJS.ProcessEnv = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...process.env, ...added })) {
    if (value === undefined || name === 'ELECTRON_RUN_AS_NODE' || name.startsWith('VSCODE_')) {
      continue;
    }
    environment[name] = value;
  }
  return environment;
}
