import * as vscode from 'vscode';
import { isSecretFile } from '../prompt/secretFiles';
import { isLearnable, NOT_LEARNABLE } from './learnableFiles';

/** Something that learns from text, such as the embedded engine. */
export interface Corpus {
  /** Reads the files at these absolute paths, or reads them again. */
  indexFiles(
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly files: number; readonly lexemes: number }>;
  setDocument(id: string, text: string): void;
  removeDocument(id: string): void;
}

/** Where the progress of learning is shown. */
export interface LearningProgress {
  setLearning(text: string): void;
}

/** More files than this are not read; those that come first by path are. */
const MOST_FILES = 5_000;
/** Longer documents are not copied for the corpus, which has a limit of its own, in characters. */
const MOST_LINES = 20_000;
/** A document is learned again when its typing has rested for this long, in milliseconds. */
const TYPING_REST = 500;
/** Files that change on disk are read again together, in milliseconds after the first. */
const FILE_REST = 1_000;

/** Gives a corpus the text of the workspace and of the open documents, and keeps it up to date. */
export class WorkspaceText implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly stopped = new AbortController();
  private readonly typing = new Map<vscode.TextDocument, NodeJS.Timeout>();
  private readonly changedFiles = new Set<string>();
  private fileTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly corpus: Corpus,
    private readonly progress: LearningProgress,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Begins to learn, once: called when the corpus is first needed, so that who never needs it does
   * not pay for it.
   */
  begin(): void {
    if (this.subscriptions.length > 0) return;
    const { corpus } = this;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    this.subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => {
        this.fileChanged(uri);
      }),
      watcher.onDidChange((uri) => {
        this.fileChanged(uri);
      }),
      watcher.onDidDelete((uri) => {
        if (isOfWorkspace(uri)) corpus.removeDocument(corpusId(uri));
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.learn(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.learnAfterTyping(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        clearTimeout(this.typing.get(document));
        this.typing.delete(document);
        if (document.uri.scheme !== 'file') corpus.removeDocument(corpusId(document.uri));
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.readWorkspace()),
    );
    for (const document of vscode.workspace.textDocuments) this.learn(document);
    void this.readWorkspace();
  }

  dispose(): void {
    this.stopped.abort();
    for (const timer of this.typing.values()) clearTimeout(timer);
    clearTimeout(this.fileTimer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Learns from the workspace's files. Never rejects. */
  private async readWorkspace(): Promise<void> {
    try {
      const files = await vscode.workspace.findFiles('**/*', NOT_LEARNABLE, MOST_FILES);
      const paths = files.filter(isOfWorkspace).map(({ fsPath }) => fsPath);
      this.progress.setLearning(vscode.l10n.t('Reading {0} files of the workspace…', paths.length));
      const { files: read, lexemes } = await this.corpus.indexFiles(paths, this.stopped.signal);
      this.log.info(`Learned from ${read} of ${paths.length} files, ${lexemes} lexemes.`);
      this.progress.setLearning(
        vscode.l10n.t('It has learned from {0} files of the workspace.', read),
      );
    } catch (error) {
      this.log.error('The workspace could not be read', error);
      this.progress.setLearning(
        vscode.l10n.t('The workspace could not be read; the log says why.'),
      );
    }
  }

  private learn(document: vscode.TextDocument): void {
    const { scheme, path } = document.uri;
    if (scheme === 'output' || isSecretFile(path)) return;
    // Empty takes the place of what was known of a document that has grown too long.
    const text = document.lineCount > MOST_LINES ? '' : document.getText();
    this.corpus.setDocument(corpusId(document.uri), text);
  }

  private learnAfterTyping(document: vscode.TextDocument): void {
    clearTimeout(this.typing.get(document));
    const timer = setTimeout(() => {
      this.typing.delete(document);
      this.learn(document);
    }, TYPING_REST);
    this.typing.set(document, timer);
  }

  private fileChanged(uri: vscode.Uri): void {
    if (!isOfWorkspace(uri)) return;
    const open = vscode.workspace.textDocuments.some(
      (document) => document.uri.toString() === uri.toString(),
    );
    if (open) return;
    this.changedFiles.add(uri.fsPath);
    this.fileTimer ??= setTimeout(() => {
      this.fileTimer = undefined;
      const paths = [...this.changedFiles];
      this.changedFiles.clear();
      this.corpus.indexFiles(paths, this.stopped.signal).catch((error: unknown) => {
        this.log.error('Changed files could not be read', error);
      });
    }, FILE_REST);
  }
}

/** Whether a changed file is one that was or would be read. */
function isOfWorkspace(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && isLearnable(vscode.workspace.asRelativePath(uri, false));
}

/** A file goes by its path, so that an open document takes the place of the file on disk. */
function corpusId(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}
