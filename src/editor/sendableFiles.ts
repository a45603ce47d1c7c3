import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { type IgnoreFile, IgnoreRules, ignoreTextOfGlobs } from '../prompt/ignoreRules';
import { isSecretFile } from '../prompt/secretFiles';

/** Files with patterns of what is ignored; git's own exclude file is one more. */
const IGNORE_FILES = ['.gitignore', '.inklingignore'];

/** How far above the workspace folder the repository's root is looked for, in folders. */
const MOST_LEVELS = 10;

/** Decides of which files nothing is ever sent to a server, and says why. */
export class SendableFiles implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private readonly texts = new Map<string, Promise<string>>();
  private readonly roots = new Map<string, Promise<vscode.Uri>>();
  private readonly verdicts = new Map<string, Promise<string | undefined>>();

  /** @param ignored the person's own patterns, for a workspace folder */
  constructor(private readonly ignored: (folder: vscode.Uri) => readonly string[]) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/{${IGNORE_FILES.join(',')}}`);
    const forget = () => {
      this.texts.clear();
      this.roots.clear();
      this.verdicts.clear();
    };
    this.subscriptions = [
      watcher,
      watcher.onDidChange(forget),
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude') || event.affectsConfiguration('inkling')) {
          forget();
        }
      }),
    ];
  }

  /** Why nothing of the file at `uri` is sent, for the person; undefined when it may be sent. */
  whyNot(uri: vscode.Uri): Promise<string | undefined> {
    const key = uri.toString();
    const known = this.verdicts.get(key) ?? this.judge(fileOf(uri));
    this.verdicts.set(key, known);
    return known;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async judge(uri: vscode.Uri): Promise<string | undefined> {
    if (isSecretFile(uri.path)) return vscode.l10n.t('this file holds secrets');
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (!folder || uri.scheme === 'untitled') return undefined;
    const path = pathFrom(folder.uri, uri);
    const own: IgnoreFile[] = [
      { folder: '', text: ignoreTextOfGlobs(excludedGlobs(folder.uri)) },
      { folder: '', text: this.ignored(folder.uri).join('\n') },
    ];
    if (own.some((file) => new IgnoreRules([file]).isIgnored(path))) {
      return vscode.l10n.t('a setting excludes this file');
    }
    const root = await this.rootOf(folder.uri);
    const fromRoot = pathFrom(root, uri);
    const files = await this.ignoreFiles(root, fromRoot);
    const ignored = new IgnoreRules(files).isIgnored(fromRoot);
    return ignored ? vscode.l10n.t('.gitignore or .inklingignore names this file') : undefined;
  }

  /** The ignore files of all folders from `root` to the file at `path`. */
  private async ignoreFiles(root: vscode.Uri, path: string): Promise<IgnoreFile[]> {
    const names = path.split('/').slice(0, -1);
    const folders = ['', ...names.map((_, index) => names.slice(0, index + 1).join('/'))];
    const places = folders.flatMap((folder) =>
      IGNORE_FILES.map((name) => ({ folder, uri: vscode.Uri.joinPath(root, folder, name) })),
    );
    const exclude = vscode.Uri.joinPath(await this.gitFolder(root), 'info', 'exclude');
    return Promise.all(
      [{ folder: '', uri: exclude }, ...places].map(async ({ folder, uri }) => ({
        folder,
        text: await this.textOf(uri),
      })),
    );
  }

  /** Where a repository keeps its data: `.git` of a work tree is a file that says where. */
  private async gitFolder(root: vscode.Uri): Promise<vscode.Uri> {
    const git = vscode.Uri.joinPath(root, '.git');
    const pointer = /^gitdir: (.+)$/m.exec(await this.textOf(git))?.[1];
    if (pointer === undefined) return git;
    const own = resolve(root.fsPath, pointer.trim());
    const common = await this.textOf(vscode.Uri.file(join(own, 'commondir')));
    return vscode.Uri.file(resolve(own, common.trim()));
  }

  private textOf(uri: vscode.Uri): Promise<string> {
    const key = uri.toString();
    const text = this.texts.get(key) ?? readText(uri);
    this.texts.set(key, text);
    return text;
  }

  /** The root of the repository that `folder` is in; `folder` itself where there is none. */
  private rootOf(folder: vscode.Uri): Promise<vscode.Uri> {
    const key = folder.toString();
    const root = this.roots.get(key) ?? findRoot(folder);
    this.roots.set(key, root);
    return root;
  }
}

/** A cell of a notebook goes by the file that it is in. */
export function fileOf(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === 'vscode-notebook-cell' ? uri.with({ scheme: 'file', fragment: '' }) : uri;
}

async function findRoot(folder: vscode.Uri): Promise<vscode.Uri> {
  let candidate = folder;
  for (let level = 0; level < MOST_LEVELS; level++) {
    if (await exists(vscode.Uri.joinPath(candidate, '.git'))) return candidate;
    const above = vscode.Uri.joinPath(candidate, '..');
    if (above.path === candidate.path) break;
    candidate = above;
  }
  return folder;
}

function pathFrom(root: vscode.Uri, uri: vscode.Uri): string {
  return uri.path.slice(root.path.endsWith('/') ? root.path.length : root.path.length + 1);
}

function excludedGlobs(folder: vscode.Uri): string[] {
  const excluded = vscode.workspace
    .getConfiguration('files', folder)
    .get<Readonly<Record<string, unknown>>>('exclude', {});
  return Object.keys(excluded).filter((glob) => excluded[glob] === true);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Most folders have no such file: then it says nothing. */
async function readText(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
