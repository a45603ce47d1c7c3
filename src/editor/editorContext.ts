import * as vscode from 'vscode';

/** The editor that is meant: where a page such as the inspector has the focus, the one beside it. */
export function currentEditor(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return activeTextEditor ?? (visibleTextEditors.length === 1 ? visibleTextEditors[0] : undefined);
}

/** Tells the command palette whether there is an editor to work in: `active`, `beside` or `none`. */
export function watchEditors(): vscode.Disposable {
  let told = '';
  const tell = () => {
    const { activeTextEditor } = vscode.window;
    const now = activeTextEditor ? 'active' : currentEditor() ? 'beside' : 'none';
    if (now === told) return;
    told = now;
    void vscode.commands.executeCommand('setContext', 'inkling.editor', now);
  };
  tell();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    vscode.window.onDidChangeVisibleTextEditors(tell),
  );
}
