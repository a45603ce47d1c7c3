import * as vscode from 'vscode';
import { isSecretFile } from '../prompt/secretFiles';
import type { BatterySaver } from './batterySaver';
import type { Log } from './log';

/** An edit, by lines and characters from 0. */
export interface TextEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/** What has been learned of the workspace's files. */
export interface Learned {
  readonly files: number;
  readonly lexemes: number;
  /** How many files were read anew. */
  readonly read: number;
  /** How many files were left out, by reason. */
  readonly leftOut: Readonly<Record<string, number | undefined>>;
}

interface Reporting {
  readonly progress?: (read: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Something that learns from text, such as the embedded engine. */
export interface Corpus {
  /** Learns the files of these folders, in place of those of the folders before. */
  readFolders(
    folders: readonly { readonly path: string; readonly exclude: readonly string[] }[],
    reporting: Reporting,
  ): Promise<Learned>;
  /** Learns what has become of the files or folders at these absolute paths. */
  readChanged(paths: readonly string[], reporting: Reporting): Promise<Learned>;
  setDocument(id: string, text: () => string): void;
  editDocument(id: string, edits: readonly TextEdit[], lineCount: number): void;
  closeDocument(id: string): void;
}

/** Where the progress of learning is shown. */
export interface LearningProgress {
  /** @param progress how much of it is read, 0 to 1; left out when nothing is being read */
  setLearning(text: string, progress?: number): void;
}

/** Longer documents are not copied for the corpus. */
const MOST_LINES = 100_000;
/** In UTF-16 code units: the corpus has the same limit. */
const LONGEST_TEXT = 1024 * 1024;
/** Files that change on disk are read again together, in milliseconds after the first. */
const FILE_REST = 1_000;
/** When more files have changed, the folders are looked through instead. */
const MANY_FILES = 5_000;

/** Settings that say what of the workspace is not to be looked at. */
const EXCLUDING = ['files.exclude', 'search.exclude'];

/**
 * Gives a corpus the text of the workspace and of the open documents, and keeps it up to date. Of an
 * edit it hands on the edit alone, so that a keystroke costs the same in a document of any length.
 */
export class WorkspaceText implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly stopped = new AbortController();
  /** Documents that are learned: not those that are too long, nor those that may hold secrets. */
  private readonly learned = new Set<string>();
  private readonly changedPaths = new Set<string>();
  private fileTimer: NodeJS.Timeout | undefined;
  private described = '';

  constructor(
    private readonly corpus: Corpus,
    private readonly progress: LearningProgress,
    private readonly saver: Pick<BatterySaver, 'saving' | 'onDidChange'>,
    private readonly log: Log,
  ) {}

  /**
   * Begins to learn, once: called when the corpus is first needed, so that who never needs it does
   * not pay for it.
   */
  begin(): void {
    if (this.subscriptions.length > 0) return;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const changed = (uri: vscode.Uri): void => {
      this.fileChanged(uri);
    };
    this.subscriptions.push(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
      this.saver.onDidChange(() => {
        this.readChanged();
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.learn(document);
      }),
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.edited(event);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.learned.delete(corpusId(uri));
        this.corpus.closeDocument(corpusId(uri));
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.readWorkspace()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (EXCLUDING.some((section) => event.affectsConfiguration(section))) {
          void this.readWorkspace();
        }
      }),
    );
    // First, so that what is known from the last time is there before the documents are learned.
    void this.readWorkspace();
    for (const document of vscode.workspace.textDocuments) this.learn(document);
  }

  dispose(): void {
    this.stopped.abort();
    clearTimeout(this.fileTimer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Learns from the workspace's files. Never rejects. */
  private async readWorkspace(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => ({ path: uri.fsPath, exclude: excludedGlobs(uri) }));
    this.progress.setLearning(vscode.l10n.t('Looking through the workspace…'));
    await this.report('info', (reporting) => this.corpus.readFolders(folders, reporting));
  }

  /** @param level of the log: files change at every save */
  private async report(
    level: 'info' | 'debug',
    read: (reporting: Reporting) => Promise<Learned>,
  ): Promise<void> {
    const { signal } = this.stopped;
    const progress = (files: number, total: number): void => {
      this.progress.setLearning(
        vscode.l10n.t('Reading files of the workspace: {0} of {1}…', files, total),
        files / Math.max(1, total),
      );
    };
    try {
      const learned = await read({ progress, signal });
      if (signal.aborted) return;
      const description = describe(learned);
      // Most changes of files are of no concern to it.
      if (description !== this.described) this.log[level](description);
      this.described = description;
      this.progress.setLearning(
        vscode.l10n.t('It has learned from the workspace (files: {0}).', learned.files),
      );
    } catch (error) {
      this.log.error('The workspace could not be read', error);
      this.progress.setLearning(
        vscode.l10n.t('The workspace could not be read; the log says why.'),
      );
    }
  }

  private learn(document: vscode.TextDocument): void {
    const { uri, lineCount } = document;
    if (!isWritten(uri) || isSecretFile(uri.path)) return;
    const id = corpusId(uri);
    const text = () => (document.lineCount > MOST_LINES ? '' : document.getText());
    if (lineCount <= MOST_LINES && text().length <= LONGEST_TEXT) {
      this.learned.add(id);
      this.corpus.setDocument(id, text);
    } else {
      // Nothing takes the place of the file of its name, as it was before it became too long.
      this.corpus.setDocument(id, () => '');
    }
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const id = corpusId(document.uri);
    if (contentChanges.length === 0 || !this.learned.has(id)) return;
    const edits = contentChanges.map(({ range: { start, end }, text }) => ({
      startLine: start.line,
      startCharacter: start.character,
      endLine: end.line,
      endCharacter: end.character,
      text,
    }));
    this.corpus.editDocument(id, edits, document.lineCount);
  }

  private fileChanged(uri: vscode.Uri): void {
    if (uri.scheme !== 'file') return;
    this.changedPaths.add(uri.fsPath);
    this.fileTimer ??= setTimeout(() => {
      this.fileTimer = undefined;
      this.readChanged();
    }, FILE_REST);
  }

  /** What has changed on disk; later, where the battery is to be saved. */
  private readChanged(): void {
    if (this.saver.saving || this.changedPaths.size === 0) return;
    const paths = [...this.changedPaths];
    this.changedPaths.clear();
    if (paths.length > MANY_FILES) void this.readWorkspace();
    else void this.report('debug', (reporting) => this.corpus.readChanged(paths, reporting));
  }
}

/** Where a person writes, whatever the editor knows of the file system behind it. */
const WRITTEN = ['file', 'untitled', 'vscode-notebook-cell'];

/** Whether a person may write there: not output, the git extension's old versions, and the like. */
function isWritten({ scheme }: vscode.Uri): boolean {
  return WRITTEN.includes(scheme) || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

/** The globs that the settings exclude; what they exclude under a condition is not excluded. */
function excludedGlobs(folder: vscode.Uri): string[] {
  const configuration = vscode.workspace.getConfiguration(undefined, folder);
  return EXCLUDING.flatMap((section) => {
    const globs = configuration.get<Readonly<Record<string, unknown>>>(section, {});
    return Object.keys(globs).filter((glob) => globs[glob] === true);
  });
}

/** A file goes by its path, so that an open document takes the place of the file on disk. */
function corpusId(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

const REASONS: Readonly<Record<string, string>> = {
  tooLarge: 'too large',
  binary: 'binary',
  generated: 'generated',
  unreadable: 'could not be read',
  overLimit: 'over the limit',
};

function describe({ files, lexemes, read, leftOut }: Learned): string {
  const reasons = Object.entries(leftOut).map(
    ([reason, count]) => `${count ?? 0} ${REASONS[reason] ?? reason}`,
  );
  const left = reasons.length > 0 ? ` Left out: ${reasons.join(', ')}.` : '';
  return `Learned from ${files} files, ${lexemes} lexemes; read now: ${read}.${left}`;
}
