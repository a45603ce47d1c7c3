import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import type { Chromium } from './chromium';

export interface BrowserPage {
  readonly page: Page;
  dispose(): Promise<void>;
}

/** Opens an empty page in a headless browser that calls nobody by itself. */
export async function openBrowserPage(browser: Chromium): Promise<BrowserPage> {
  const process = await chromium.launch({
    executablePath: browser.executable,
    env: definedOnly(browser.environment),
    // Chromium's sandbox needs rights that containers do not have; it only ever opens loopback.
    chromiumSandbox: false,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
  try {
    const context = await process.newContext({
      viewport: { width: 1280, height: 800 },
      // That of the machine may be one that the browser's own `Intl` refuses: "en-US@posix".
      locale: 'en-US',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    return {
      page: await context.newPage(),
      dispose: async () => {
        await process.close();
      },
    };
  } catch (error) {
    await process.close();
    throw error;
  }
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
