import * as vscode from 'vscode';

/**
 * Opens the extension's settings, where all of them can be set: what is of a machine is, in a window on
 * another one, not among the user's.
 *
 * @param name one of them, such as `inkling.endpoint`
 */
export async function openSettings(
  { id }: vscode.Extension<unknown>,
  name: unknown,
): Promise<void> {
  const query = typeof name === 'string' ? `@id:${name}` : `@ext:${id}`;
  const where = vscode.env.remoteName === undefined ? 'Settings' : 'RemoteSettings';
  await vscode.commands.executeCommand(`workbench.action.open${where}`, { query });
}
