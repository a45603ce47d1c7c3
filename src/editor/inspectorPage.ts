import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page of the inspector, under a policy that lets it run its own script and load nothing else. */
export function inspectorPage(webview: vscode.Webview, root: vscode.Uri): string {
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
    <inkling-inspector texts="${quoted(JSON.stringify(vscode.l10n.bundle ?? {}))}"></inkling-inspector>
    <script type="module" nonce="${nonce}" src="${address('inspector.js')}"></script>
  </body>
</html>`;
}

/** A text as the value of an attribute. */
function quoted(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
