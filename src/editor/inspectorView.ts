import * as vscode from 'vscode';
import type { CompletionHistory } from '../inspector/completionHistory';
import type { InspectorSession } from '../inspector/inspectorSession';
import type { InspectorConnections } from './inspectorConnections';

/** From the first completion to loading what keeps it, in milliseconds. */
const LOAD_DELAY = 1_000;

/** One place where the inspector shows; its session follows as soon as its code is loaded. */
interface Pane {
  readonly session: Promise<InspectorSession>;
  readonly panel?: vscode.WebviewPanel;
}

/** The inspector in the panel, and beside the editor. Idle while it is hidden. */
export class InspectorView
  implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.Disposable
{
  static readonly id = 'inkling.inspector';
  /** Of the inspector beside the editor. */
  static readonly editorId = 'inkling.inspectorEditor';

  private connections: Promise<InspectorConnections> | undefined;
  private view: Pane | undefined;
  private panel: Required<Pane> | undefined;
  private wanted: number | undefined;

  private loaded: InspectorConnections | undefined;
  private readonly subscription: { dispose(): void };

  /** @param load called when the inspector is first shown, or the history first changes */
  constructor(
    private readonly extensionUri: vscode.Uri,
    history: CompletionHistory,
    private readonly load: () => Promise<InspectorConnections>,
  ) {
    let timer: NodeJS.Timeout | undefined;
    const changes = history.onDidChange(() => {
      changes.dispose();
      // The first completion should not have to share the processor with it.
      timer = setTimeout(() => void this.connected(), LOAD_DELAY);
    });
    this.subscription = {
      dispose: () => {
        changes.dispose();
        clearTimeout(timer);
      },
    };
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const pane = { session: this.connect(view.webview) };
    this.view = pane;
    const tellVisible = () =>
      void pane.session.then((session) => {
        session.setVisible(view.visible);
      });
    tellVisible();
    const visibility = view.onDidChangeVisibility(tellVisible);
    view.onDidDispose(() => {
      visibility.dispose();
      this.disconnect(pane);
      if (this.view === pane) this.view = undefined;
    });
    this.showWanted(pane);
  }

  /** Shows the inspector where it is open, or in the panel; at a completion, where one is named. */
  async show(completion?: number): Promise<void> {
    this.wanted = completion;
    if (this.panel && !this.view) {
      this.panel.panel.reveal(undefined, true);
      this.showWanted(this.panel);
      return;
    }
    await vscode.commands.executeCommand(`${InspectorView.id}.focus`);
    if (this.view) this.showWanted(this.view);
  }

  /** Shows it beside the editor. */
  openInEditor(): void {
    if (this.panel) {
      this.panel.panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Inkling Inspector');
    const column = vscode.ViewColumn.Beside;
    this.adopt(vscode.window.createWebviewPanel(InspectorView.editorId, title, column));
  }

  /** Beside the editor again after a reload. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    return Promise.resolve();
  }

  /** Settings, key or server have changed. */
  settingsChanged(): void {
    this.loaded?.settingsChanged();
  }

  dispose(): void {
    this.subscription.dispose();
    this.loaded?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'inkling.svg');
    const pane = { session: this.connect(panel.webview), panel };
    this.panel = pane;
    panel.onDidChangeViewState(() => {
      void pane.session.then((session) => {
        session.setVisible(panel.visible);
      });
    });
    panel.onDidDispose(() => {
      this.disconnect(pane);
      if (this.panel === pane) this.panel = undefined;
    });
  }

  private async connect(webview: vscode.Webview): Promise<InspectorSession> {
    const connections = await this.connected();
    return connections.connect(webview);
  }

  private async connected(): Promise<InspectorConnections> {
    this.connections ??= this.load();
    this.loaded = await this.connections;
    return this.loaded;
  }

  private disconnect({ session }: Pane): void {
    void session.then((connected) => {
      this.loaded?.disconnect(connected);
    });
  }

  private showWanted({ session }: Pane): void {
    const { wanted } = this;
    this.wanted = undefined;
    if (wanted === undefined) return;
    void session.then((connected) => {
      connected.show(wanted);
    });
  }
}
