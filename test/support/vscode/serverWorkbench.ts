import type { Page } from 'playwright-core';
import { openBrowserPage } from './browserPage';
import { findChromium } from './chromium';
import { installServer } from './installation';
import { startServerHost } from './serverHost';
import type { PayloadEntry, ServerHost, ServerHostOptions } from './serverHost';

/** VS Code's server with its workbench open in a headless browser. */
export interface ServerWorkbench {
  readonly page: Page;
  readonly host: ServerHost;
  dispose(): Promise<void>;
}

export interface ServerWorkbenchOptions extends Omit<ServerHostOptions, 'installation'> {
  /** Absolute path of the folder, or of the `.code-workspace` file, to open. */
  readonly folder: string;
  /** What the workbench shall do at its start; gets the host, whose port is part of addresses. */
  readonly payload?: (host: ServerHost) => readonly PayloadEntry[];
  /** Called before the workbench loads, to listen to what its page does. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Starts both, and disposes both when either fails to start. */
export async function openServerWorkbench(
  options: ServerWorkbenchOptions,
): Promise<ServerWorkbench> {
  const installation = await installServer();
  const chromium = await findChromium(installation);
  const host = await startServerHost({ ...options, installation });
  try {
    const browser = await openBrowserPage(chromium);
    const dispose = async (): Promise<void> => {
      await browser.dispose();
      await host.dispose();
    };
    try {
      await options.prepare?.(browser.page);
      const payload = [['skipWelcome', 'true'] as const, ...(options.payload?.(host) ?? [])];
      await browser.page.goto(host.url(options.folder, payload));
    } catch (error) {
      await browser.dispose();
      throw error;
    }
    return { page: browser.page, host, dispose };
  } catch (error) {
    await host.dispose();
    throw error;
  }
}
