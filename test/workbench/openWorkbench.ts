import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chooseHostKind } from '../support/hostKind';
import { project } from '../support/project';
import { quietSettings } from '../support/quietSettings';
import { openDesktopWorkbench } from '../support/vscode/desktopHost';
import type { HostLogs } from '../support/vscode/hostLogs';
import { openServerWorkbench } from '../support/vscode/serverWorkbench';
import type { ServerWorkbenchOptions } from '../support/vscode/serverWorkbench';

export interface WorkbenchOptions {
  /** A file to open at the start, relative to the workspace. */
  readonly file?: string;
  /** A `.code-workspace` file to open in place of the folder that it is in. */
  readonly workspaceFile?: string;
  /** The user's settings, over the quiet ones of all tests. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Fills the workspace's folder, empty so far; without it, it gets the sources of rxjs. */
  readonly fill?: (folder: string) => Promise<void>;
  /** Where other extensions are installed than the packaged Inkling alone. */
  readonly extensionsFolder?: string;
  /** The folder of an extension that runs beside the installed one; on the server alone. */
  readonly developmentExtension?: string;
  /** Whether the workspace is opened in restricted mode, as one that nobody has trusted. */
  readonly untrusted?: boolean;
  /** The language of the workbench's extensions, such as `de`; on the server alone. */
  readonly language?: string;
  /** Added to the environment of the extension host; on the server alone. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A window of VS Code. */
export interface OpenWorkbench {
  readonly page: Page;
  readonly logs: HostLogs;
  dispose(): Promise<void>;
}

/** Nobody is asked whether the workspace can be trusted. */
const untrustedSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** Opens `folder` in VS Code, on the desktop or in a browser. */
export async function openWorkbench(
  folder: string,
  options: WorkbenchOptions,
): Promise<OpenWorkbench> {
  const shared = {
    folder: join(folder, options.workspaceFile ?? ''),
    file: options.file === undefined ? undefined : join(folder, options.file),
    extensionsFolder: options.extensionsFolder ?? project.extensions,
    // Saving is the test's to do.
    settings: {
      ...quietSettings,
      'files.autoSave': 'off',
      ...(options.untrusted === true && untrustedSettings),
      ...options.settings,
    },
    workspaceTrust: options.untrusted === true,
    machineSettings: options.settings ?? {},
  };
  const { developmentExtension, environment, language } = options;
  const beside = {
    ...(environment && { environment }),
    ...(language !== undefined && { prepare: speak(language) }),
    ...(developmentExtension !== undefined && { developmentExtension, development: true }),
  };
  return chooseHostKind() === 'desktop'
    ? openDesktopWorkbench(shared)
    : openInBrowser({ ...shared, ...beside });
}

/** The workbench's own texts come from language packs; what it tells extensions is in this global. */
function speak(language: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)};`);
  };
}

async function openInBrowser(
  options: Omit<ServerWorkbenchOptions, 'payload'> & {
    readonly file: string | undefined;
    readonly developmentExtension?: string;
  },
): Promise<OpenWorkbench> {
  const { file, developmentExtension } = options;
  const opened = await openServerWorkbench({
    ...options,
    payload: (host) => [
      ...(file === undefined ? [] : [['openFile', host.remoteUri(file)] as const]),
      ...(developmentExtension === undefined
        ? []
        : [['extensionDevelopmentPath', host.remoteUri(developmentExtension)] as const]),
    ],
  });
  return {
    page: opened.page,
    logs: opened.host.logs,
    dispose: async () => opened.dispose(),
  };
}
