import * as vscode from 'vscode';
import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionRequest } from '../completions/completionRequest';
import type { RequestAllowance } from '../completions/requestAllowance';
import type { WrittenRequest } from '../completions/writtenRequest';
import type { CompletionHistory } from '../inspector/completionHistory';
import { HistoryJournal } from '../inspector/historyJournal';
import { InspectorSession, type InspectorSources } from '../inspector/inspectorSession';
import { HistoryFile } from './historyFile';
import { InspectorActions } from './inspectorActions';
import { inspectorPage } from './inspectorPage';
import type { Log } from './log';
import type { ModelCatalogue } from './modelCatalogue';
import type { Settings } from './settings';
import { TweakableSettings } from './tweakableSettings';

/** What the inspector shows and works with. */
export interface InspectorParts {
  readonly extension: vscode.Extension<unknown>;
  readonly history: CompletionHistory;
  /** Where the history is kept. */
  readonly historyFile: string;
  readonly models: ModelCatalogue;
  readonly settings: Settings;
  /** What branches are asked of; it writes them into the history. */
  readonly backend: CompletionBackend;
  /** How a request is put to the server. */
  readonly written: (request: CompletionRequest) => Promise<WrittenRequest>;
  readonly log: Log;
}

/**
 * Connects webviews with the history, and the history with its file. Loaded when the inspector is
 * first shown or there is a first completion to keep.
 */
export class InspectorConnections implements vscode.Disposable {
  private readonly sessions = new Set<InspectorSession>();
  private readonly tweakable: TweakableSettings;
  private readonly actions: InspectorActions;
  private readonly sources: InspectorSources;
  private readonly journal: HistoryJournal;

  constructor(private readonly parts: InspectorParts) {
    const { extension, history, backend, written, log } = parts;
    this.journal = new HistoryJournal(history, new HistoryFile(parts.historyFile), (error) => {
      log.warn('The inspector could not keep its history', error);
    });
    this.tweakable = new TweakableSettings(extension.packageJSON);
    this.actions = new InspectorActions(history, backend, written, this.tweakable, log);
    this.sources = {
      load: () => this.load(),
      priceOf: parts.models.priceOf,
      allowance: () => this.allowance(),
      settings: async () => ({
        settings: this.tweakable.read(await parts.models.names()),
        workspace: vscode.workspace.workspaceFolders !== undefined,
      }),
      dayOf: localDay,
    };
  }

  connect(webview: vscode.Webview): InspectorSession {
    const session: InspectorSession = new InspectorSession(
      this.parts.history,
      this.sources,
      (message) => void webview.postMessage(message),
      (action) => {
        const show = (id: number) => {
          session.show(id);
        };
        void this.actions.run(action, show);
      },
    );
    this.sessions.add(session);
    webview.onDidReceiveMessage((message: unknown) => {
      session.receive(message);
    });
    const root = vscode.Uri.joinPath(this.parts.extension.extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    webview.html = inspectorPage(webview, root);
    return session;
  }

  disconnect(session: InspectorSession): void {
    session.dispose();
    this.sessions.delete(session);
  }

  /** Settings, key or server have changed. */
  settingsChanged(): void {
    for (const session of this.sessions) session.settingsChanged();
  }

  dispose(): void {
    for (const session of this.sessions) session.dispose();
    this.sessions.clear();
    this.actions.dispose();
    this.journal.dispose();
  }

  private async load(): Promise<void> {
    const { models } = this.parts;
    await this.journal.load();
    // Nobody waits for the prices.
    void models.load().then((all) => {
      if (!all.some(({ price }) => price)) return;
      for (const session of this.sessions) session.refresh();
    });
  }

  private async allowance(): Promise<{ model: string; allowance: RequestAllowance }> {
    const { settings, backend } = this.parts;
    const { model } = settings.sampling(undefined);
    return { model, allowance: await backend.allowance(model) };
  }
}

/** The day where the person is, as YYYY-MM-DD. */
function localDay(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
