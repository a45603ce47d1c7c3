import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { hasDisplay } from '../hostKind';
import { installIntoServer } from '../packagedExtension';
import { project } from '../project';
import { quietSettings } from '../quietSettings';
import { installServer } from '../vscode/installation';
import { startServerHost } from '../vscode/serverHost';
import type { PayloadEntry } from '../vscode/serverHost';
import type { OpenPlace } from './openPlace';

/**
 * Serves VS Code's workbench on loopback with nothing but Inkling installed, prints its address,
 * opens it in the browser where there is a display, and runs until this process is ended.
 *
 * @throws Error when the server ends by itself.
 */
export async function tryInBrowser(vsix: string, place: OpenPlace): Promise<void> {
  const installation = await installServer();
  const extensionsFolder = join(project.cache, 'start-extensions');
  await installIntoServer(installation, [vsix], extensionsFolder);
  const host = await startServerHost({
    installation,
    extensionsFolder,
    settings: quietSettings,
    marketplace: true,
  });
  const { file } = place;
  const payload: PayloadEntry[] =
    file === undefined
      ? []
      : [
          ['openFile', `${host.remoteUri(file.path)}:${file.line}`],
          ['gotoLineMode', 'true'],
        ];
  const url = host.url(place.folder, payload);
  console.log(`\nVS Code with Inkling runs at:\n\n${url}\n\nPress Ctrl+C to end it.`);
  if (hasDisplay()) openInBrowser(url);
  throw new Error(`VS Code's server ended: ${await host.ended}.`);
}

function openInBrowser(url: string): void {
  const browser = spawn(...openCommand(url), { detached: true, stdio: 'ignore' });
  browser.on('error', () => undefined); // the address is printed anyway
  browser.unref();
}

function openCommand(url: string): [program: string, rest: string[]] {
  if (process.platform === 'darwin') return ['open', [url]];
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}
