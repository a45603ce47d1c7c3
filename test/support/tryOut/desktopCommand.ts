import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { chooseHostKind } from '../hostKind';
import { testDesktop } from '../vscode/desktopHost';

/** A command that opens the desktop's VS Code, with the arguments it always needs. */
export interface DesktopCommand {
  readonly program: string;
  readonly arguments: readonly string[];
}

/**
 * The VS Code to try Inkling in: the person's own, if `code` is on the PATH, or else one that is
 * downloaded; undefined where a window cannot be opened or the download fails.
 */
export async function findDesktop(): Promise<DesktopCommand | undefined> {
  if (chooseHostKind() !== 'desktop') return undefined;
  const own = codeOnPath();
  if (own !== undefined) return { program: own, arguments: [] };
  try {
    const [program, ...rest] = resolveCliArgsFromVSCodeExecutablePath(await testDesktop(), {
      reuseMachineInstall: true, // the folders are named by whoever runs it
    });
    return program === undefined ? undefined : { program, arguments: rest };
  } catch {
    console.log('VS Code for the desktop could not be downloaded; its server runs instead.');
    return undefined;
  }
}

function codeOnPath(): string | undefined {
  // In the terminal of a remote window, `code` is another command, which opens that window's files.
  if (process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
