import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CompletionHistory } from '../inspector/completionHistory';
import { isMessageToExtension, type MessageToWebview } from '../inspector/protocol';

/** Updates while a completion streams are sent at most this often, in milliseconds. */
const UPDATE_INTERVAL = 50;

/** The panel that shows the latest completion's tokens and usage. Idle while it is hidden. */
export class InspectorView implements vscode.WebviewViewProvider {
  static readonly id = 'inkling.inspector';

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly history: CompletionHistory,
  ) {}

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    const root = vscode.Uri.joinPath(this.extensionUri, 'dist');
    let timer: NodeJS.Timeout | undefined;
    const show = () => {
      timer = undefined;
      const completion = this.history.latest?.inspect() ?? null;
      const message: MessageToWebview = { type: 'showCompletion', completion };
      void webview.postMessage(message);
    };
    const subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => {
        if (isMessageToExtension(message)) show();
      }),
      this.history.onDidChange(() => {
        if (view.visible) timer ??= setTimeout(show, UPDATE_INTERVAL);
      }),
      view.onDidChangeVisibility(() => {
        if (view.visible) show();
      }),
    ];
    view.onDidDispose(() => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    });
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    webview.html = page(webview, root);
  }
}

function page(webview: vscode.Webview, root: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const address = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${address('inspectorStyles.css')}">
    <title>Inkling</title>
  </head>
  <body>
    <inkling-inspector></inkling-inspector>
    <script type="module" nonce="${nonce}" src="${address('inspector.js')}"></script>
  </body>
</html>`;
}
