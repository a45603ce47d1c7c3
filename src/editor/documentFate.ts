import * as vscode from 'vscode';

/** The news of our own save may come later than the news that the file has changed, in milliseconds. */
const NEWS_DELAY = 500;

/**
 * Calls `lost` when a document is closed, or its file is deleted or replaced by somebody else, as
 * when another branch is checked out.
 */
export function whenLost(document: vscode.TextDocument, lost: () => void): vscode.Disposable {
  const closed = vscode.workspace.onDidCloseTextDocument((other) => {
    if (other === document) lost();
  });
  const hasFile = document.uri.scheme === 'file' && !document.isUntitled;
  return hasFile ? vscode.Disposable.from(closed, whenReplaced(document, lost)) : closed;
}

function whenReplaced(document: vscode.TextDocument, lost: () => void): vscode.Disposable {
  // Watchers tell late and of our own saves too: only another time of change is news.
  let known = changeTime(document.uri);
  let timer: NodeJS.Timeout | undefined;
  const check = async () => {
    const before = known;
    const [then, now] = await Promise.all([before, changeTime(document.uri)]);
    if (then === now || before !== known) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (before === known) lost();
    }, NEWS_DELAY);
  };
  const watcher = watcherOf(document.uri);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidDelete(lost),
    watcher.onDidChange(() => void check()),
    vscode.workspace.onDidSaveTextDocument((saved) => {
      if (saved === document) known = changeTime(document.uri);
    }),
    {
      dispose: () => {
        clearTimeout(timer);
      },
    },
  );
}

function watcherOf(uri: vscode.Uri): vscode.FileSystemWatcher {
  const folder = vscode.Uri.joinPath(uri, '..');
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const glob = name.replace(/[*?{}[\]]/g, '[$&]');
  return vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, glob), true);
}

/** When the file was last changed; undefined if there is none. */
async function changeTime(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).mtime;
  } catch {
    return undefined;
  }
}
