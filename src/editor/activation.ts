import * as vscode from 'vscode';
import { COMMANDS } from './commandNames';
import { OnFirstUse } from './wiring/onFirstUse';
import type { Inkling } from '../extension';

/**
 * What VS Code calls when it has started. Other extensions wait for it: so the commands are there
 * when it returns, and all else comes right after.
 */
export function activate(context: vscode.ExtensionContext): void {
  const inkling = new OnFirstUse<Inkling>(async () =>
    (await import('../extension')).start(context),
  );
  context.subscriptions.push(
    inkling,
    ...COMMANDS.map((command) =>
      vscode.commands.registerCommand(`inkling.${command}`, async (given?: unknown) =>
        (await inkling.get()).commands[command](given),
      ),
    ),
  );
  setImmediate(() => void inkling.get());
}
