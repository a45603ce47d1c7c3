import { homedir, release } from 'node:os';
import * as vscode from 'vscode';
import type { CompletionHistory } from '../inspector/completionHistory';
import type { ApiKey } from './apiKey';
import type { BackendKind } from './backendSelection';
import type { Log } from './log';
import { type ChangedSetting, problemReport, type ReportedSchema } from './problemReport';
import type { Settings } from './settings';

/** What a report is gathered from. */
export interface ReportSources {
  readonly extension: vscode.Extension<unknown>;
  readonly settings: Settings;
  readonly apiKey: ApiKey;
  readonly kind: () => Promise<BackendKind>;
  readonly history: CompletionHistory;
  readonly log: Log;
}

/**
 * The command that gathers what helps to understand a problem into a new document, for the person to
 * read and copy. Nothing is sent anywhere.
 */
export async function reportProblem(sources: ReportSources): Promise<void> {
  const { extension, log } = sources;
  const content = problemReport(
    {
      versions: versions(extension),
      state: await state(sources),
      settings: [
        ...changedSettings('inkling', schemas(extension.packageJSON)),
        ...editorSettings(),
      ],
      problems: log.problems,
      home: homedir(),
    },
    {
      title: vscode.l10n.t('A problem with Inkling'),
      introduction: vscode.l10n.t(
        'This is all that a report would hold. It has no code of yours, no key, no header and no file name beyond those in error messages; read it, take out what you do not want to tell, and copy it. Nothing has been sent.',
      ),
      what: vscode.l10n.t('What happened, and what you expected'),
      steps: vscode.l10n.t('How to make it happen again'),
      versions: vscode.l10n.t('Versions'),
      state: vscode.l10n.t('State'),
      settings: vscode.l10n.t('Settings that are not at their default'),
      allDefault: vscode.l10n.t('None.'),
      problems: vscode.l10n.t('The last problems in the log'),
      noProblem: vscode.l10n.t('There were none in this session.'),
    },
  );
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document);
}

function versions({ packageJSON }: vscode.Extension<unknown>): Record<string, string> {
  const { version } = packageJSON as { version: string };
  const { appName, appHost, remoteName, uiKind, language } = vscode.env;
  const { platform, arch, versions: runtime } = process;
  return {
    Inkling: version,
    [appName]: `${vscode.version}, ${appHost}, ${uiKind === vscode.UIKind.Web ? 'web' : 'desktop'}`,
    'Extension host': `Node ${runtime.node}, ${remoteName ?? 'local'}`,
    System: `${platform} ${release()}, ${arch}`,
    Language: language,
  };
}

async function state(sources: ReportSources): Promise<Record<string, string>> {
  const { settings, apiKey, history } = sources;
  const { server, endpoint } = settings;
  const { proxy, useProxy, strictCertificates } = server.network;
  const failed = history.all.filter((record) => record.state === 'failed').length;
  const others = vscode.extensions.all
    .filter(({ id, isActive }) => isActive && !id.startsWith('vscode.'))
    .filter(({ id }) => id !== sources.extension.id)
    .map(({ id, packageJSON }) => `${id} ${(packageJSON as { version: string }).version}`);
  return {
    'Answered by': await sources.kind(),
    Server: `${new URL(endpoint).origin}, dialect ${server.dialect}`,
    'API key': (await apiKey.get(endpoint)) === undefined ? 'none' : 'set',
    Proxy: !useProxy ? 'not used' : proxy === undefined ? 'none in the settings' : 'set',
    'Certificates are checked': String(strictCertificates),
    Workspace: workspaceKind(),
    'Completions in the history': `${history.all.length}, ${failed} failed`,
    'Other active extensions': others.length > 0 ? others.join(', ') : 'none',
  };
}

function workspaceKind(): string {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const schemes = [...new Set(folders.map(({ uri }) => uri.scheme))].join(', ');
  const trust = vscode.workspace.isTrusted ? 'trusted' : 'restricted';
  return `${folders.length} folders${schemes === '' ? '' : ` (${schemes})`}, ${trust}`;
}

/** The settings of the editor that ghost text depends on. */
function editorSettings(): ChangedSetting[] {
  const names = ['inlineSuggest.enabled', 'suggest.preview', 'suggestOnTriggerCharacters'];
  return changedSettings('editor', new Map(names.map((name) => [name, {}])));
}

function changedSettings(
  section: string,
  known: ReadonlyMap<string, ReportedSchema>,
): ChangedSetting[] {
  const configuration = vscode.workspace.getConfiguration(section);
  return [...known].flatMap(([name, schema]) => {
    const value = configuration.inspect(name);
    const layers = {
      user: value?.globalValue,
      workspace: value?.workspaceValue,
      folder: value?.workspaceFolderValue,
      language: value?.languageIds?.length,
    };
    const where = Object.entries(layers).flatMap(([layer, set]) =>
      set === undefined ? [] : layer,
    );
    if (where.length === 0) return [];
    return [{ name: `${section}.${name}`, value: configuration.get(name), where, schema }];
  });
}

/** What package.json says of each setting, by its name without `inkling.`. */
function schemas(manifest: unknown): Map<string, ReportedSchema> {
  const { contributes } = manifest as {
    contributes: { configuration: readonly Section[] | Section };
  };
  const sections = [contributes.configuration].flat();
  return new Map(
    sections.flatMap(({ properties }) =>
      Object.entries(properties).map(([name, schema]) => [name.replace('inkling.', ''), schema]),
    ),
  );
}

interface Section {
  readonly properties: Readonly<Record<string, ReportedSchema>>;
}
