import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quietSettings } from '../quietSettings';
import type { HostTestRun } from '../suites/hostSuite';
import { openServerWorkbench } from './serverWorkbench';

/** How long the whole suite may take inside the host, in milliseconds. */
const timeLimit = 20 * 60_000;

/**
 * Runs bundled tests inside the extension host of VS Code's server, as @vscode/test-electron does
 * in the desktop's: a headless browser opens the workbench, whose address names the extension and
 * its tests. Resolves when the host has ended; its logs and console are then in `run.logs`.
 *
 * @throws Error when the server does not start or ends by itself, or the time is up.
 */
export async function runTestsOnServer(run: HostTestRun): Promise<void> {
  const extensionsFolder = join(run.workspace, '..', 'extensions');
  await mkdir(extensionsFolder, { recursive: true });
  const console: string[] = [];
  let exit: () => void = () => undefined;
  const exited = new Promise<void>((resolve) => {
    exit = resolve;
  });
  const workbench = await openServerWorkbench({
    extensionsFolder,
    folder: run.workspace,
    settings: quietSettings,
    environment: run.environment,
    development: true,
    payload: (host) => [
      ['extensionDevelopmentPath', host.remoteUri(run.extension)],
      ['extensionTestsPath', host.remoteUri(run.tests)],
    ],
    prepare: async (page) => {
      // The two functions that the workbench calls when it finds them.
      await page.exposeFunction('codeAutomationLog', (type: string, parts: unknown[]) => {
        console.push(`[${type}] ${parts.map(String).join(' ')}`);
      });
      await page.exposeFunction('codeAutomationExit', exit);
    },
  });
  const limit = new AbortController();
  try {
    await Promise.race([
      exited,
      workbench.host.ended.then((why) => {
        throw new Error(`VS Code's server ended during the tests: ${why}.`);
      }),
      timeOut(limit.signal),
    ]);
  } finally {
    limit.abort();
    await workbench.host.logs.keep(run.logs);
    await writeFile(join(run.logs, 'console.txt'), console.join('\n'));
    await workbench.dispose();
  }
}

async function timeOut(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The host suite took longer than ${timeLimit / 60_000} minutes.`));
    }, timeLimit);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
}
