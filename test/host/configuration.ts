import * as vscode from 'vscode';

/** The settings that were changed, by section and name. */
const changed = new Map<string, [section: string, name: string]>();

/**
 * Sets `inkling.*` settings of the workspace, or those of another section that is named, which are
 * the user's; `resetConfiguration` takes them back.
 */
export async function configure(
  settings: Readonly<Record<string, unknown>>,
  section = 'inkling',
): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    changed.set(`${section}.${name}`, [section, name]);
    await set(section, name, value);
  }
}

/** Takes back every setting that `configure` has changed. */
export async function resetConfiguration(): Promise<void> {
  for (const [section, name] of changed.values()) await set(section, name, undefined);
  changed.clear();
}

function set(section: string, name: string, value: unknown): Thenable<void> {
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const target = section === 'inkling' ? Workspace : Global;
  return vscode.workspace.getConfiguration(section).update(name, value, target);
}
