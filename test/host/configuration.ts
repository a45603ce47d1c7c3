import * as vscode from 'vscode';

const changed = new Set<string>();

/** Sets `inkling.*` settings of the workspace; `resetConfiguration` takes them back. */
export async function configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    changed.add(name);
    await vscode.workspace
      .getConfiguration('inkling')
      .update(name, value, vscode.ConfigurationTarget.Workspace);
  }
}

/** Takes back every setting that `configure` has changed. */
export async function resetConfiguration(): Promise<void> {
  await configure(Object.fromEntries([...changed].map((name) => [name, undefined])));
  changed.clear();
}
