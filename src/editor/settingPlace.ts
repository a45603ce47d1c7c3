import * as vscode from 'vscode';

const SECTION = 'inkling';

/** Where a setting stands: whose it is, and whether it is for one language. */
export interface SettingPlace {
  readonly target: vscode.ConfigurationTarget;
  readonly inLanguage: boolean;
  /** What stands there, without what other places add. */
  readonly value: unknown;
}

/** Where the value of `inkling.NAME` for `scope` comes from; the user's settings where from none. */
export function placeOf(name: string, scope: vscode.ConfigurationScope | undefined): SettingPlace {
  const inspected = vscode.workspace.getConfiguration(SECTION, scope).inspect<unknown>(name);
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  // What is for one language counts before what is for all, wherever it stands.
  const places: readonly SettingPlace[] = [
    [WorkspaceFolder, true, inspected?.workspaceFolderLanguageValue] as const,
    [Workspace, true, inspected?.workspaceLanguageValue] as const,
    [Global, true, inspected?.globalLanguageValue] as const,
    [WorkspaceFolder, false, inspected?.workspaceFolderValue] as const,
    [Workspace, false, inspected?.workspaceValue] as const,
  ].map(([target, inLanguage, value]) => ({ target, inLanguage, value }));
  return (
    places.find(({ value }) => value !== undefined) ?? {
      ...{ target: Global, inLanguage: false, value: inspected?.globalValue },
    }
  );
}

/** Sets `inkling.NAME` where its value comes from, so that the new one counts. */
export async function writeWhereSet(
  name: string,
  value: unknown,
  scope: vscode.ConfigurationScope | undefined,
): Promise<void> {
  const { target, inLanguage } = placeOf(name, scope);
  const configuration = vscode.workspace.getConfiguration(SECTION, scope);
  await configuration.update(name, value, target, inLanguage);
}
