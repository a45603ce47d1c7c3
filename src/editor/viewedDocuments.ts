import * as vscode from 'vscode';
import { RecentEdits } from '../prompt/context/recentEdits';
import { SimilarText } from '../prompt/context/similarText';
import type { SendableFiles } from './sendableFiles';

/** A document is read again when its typing has rested for this long, in milliseconds. */
const TYPING_REST = 500;
/** Longer documents are not copied. */
const MOST_LINES = 20_000;
/** Nor are longer files read that are in a tab but not open yet, in bytes. */
const LARGEST_FILE = 500_000;
/** The version of a file that is not open: documents count from 1. */
const UNOPENED = 0;
/** What the editor shows that is no document of the person's. */
const OTHER_SCHEMES = new Set(['output', 'git', 'inkling-prompt', 'vscode-terminal', 'comment']);

/**
 * The documents that the person has opened, as context for others: what extensions open unseen is
 * not among them. Also after they are closed, until they change on the disk.
 */
export class ViewedDocuments implements vscode.Disposable {
  readonly similarText = new SimilarText(() => performance.now());
  readonly recentEdits = new RecentEdits();
  private readonly sendable = new Set<string>();
  private readonly viewed = new Set<string>();
  /** What is being found out: whether the text of documents may be sent, and what it is. */
  private readonly underWay = new Set<Promise<void>>();
  private readonly typing = new Map<string, NodeJS.Timeout>();
  /** How often each document came, changed or went. */
  private readonly changes = new Map<string, number>();
  private subscriptions: vscode.Disposable[] = [];

  constructor(private readonly files: SendableFiles) {}

  /** Begins to follow what is viewed, once: who never asks a server does not pay for it. */
  begin(): void {
    if (this.subscriptions.length > 0) return;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', true);
    const changedOnDisk = (uri: vscode.Uri) => {
      if (!isOpen(uri)) this.forget(uri.toString());
    };
    this.subscriptions = [
      watcher,
      watcher.onDidChange(changedOnDisk),
      watcher.onDidDelete(changedOnDisk),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor) this.view(editor.document);
      }),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length > 0) this.changed(event);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri, isUntitled }) => {
        if (isUntitled) this.forget(uri.toString());
      }),
    ];
    for (const uri of openTabs()) {
      const id = uri.toString();
      const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === id);
      if (open) this.view(open);
      else this.track(this.readTab(uri));
    }
    const active = vscode.window.activeTextEditor;
    if (active) this.view(active.document);
  }

  /** Resolves when all that has been viewed by now can be shown; undefined when it can already. */
  get pending(): Promise<unknown> | undefined {
    return this.underWay.size > 0 ? Promise.all(this.underWay) : undefined;
  }

  /** Another number whenever any other document than `id` has come, changed or gone. */
  othersThan(id: string): number {
    let changes = 0;
    for (const [each, count] of this.changes) if (each !== id) changes += count;
    return changes;
  }

  /** Whether the person has opened the document, and its text may be sent. */
  readonly mayShow = (id: string): boolean => this.sendable.has(id);

  /** Whether the person has opened the document in this session. */
  wasViewed(uri: vscode.Uri): boolean {
    return this.viewed.has(uri.toString());
  }

  dispose(): void {
    for (const timer of this.typing.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private view(document: vscode.TextDocument): void {
    const { uri } = document;
    if (OTHER_SCHEMES.has(uri.scheme)) return;
    this.viewed.add(uri.toString());
    this.track(this.judge(document));
  }

  private track(work: Promise<void>): void {
    const done = work.finally(() => {
      this.underWay.delete(done);
    });
    this.underWay.add(done);
  }

  private async judge(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    const id = uri.toString();
    if ((await this.files.whyNot(uri)) !== undefined) {
      this.forget(id);
      return;
    }
    this.sendable.add(id);
    this.read(document);
  }

  /** A tab that has not been shown since the window was opened has a file, but no document yet. */
  private async readTab(uri: vscode.Uri): Promise<void> {
    const id = uri.toString();
    this.viewed.add(id);
    if ((await this.files.whyNot(uri)) !== undefined) return;
    const text = await textOfFile(uri);
    if (text === undefined || isOpen(uri)) return;
    this.sendable.add(id);
    this.count(id);
    this.similarText.setDocument(id, shownPath(uri), UNOPENED, () => lines(text));
  }

  private changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const id = document.uri.toString();
    if (!this.sendable.has(id)) return;
    const line = contentChanges[0]?.range.start.line ?? 0;
    this.recentEdits.edited(id, shownPath(document.uri), line, (each) =>
      each < document.lineCount ? document.lineAt(each).text : undefined,
    );
    clearTimeout(this.typing.get(id));
    const timer = setTimeout(() => {
      this.typing.delete(id);
      this.read(document);
    }, TYPING_REST);
    this.typing.set(id, timer);
  }

  private read(document: vscode.TextDocument): void {
    if (document.isClosed || document.lineCount > MOST_LINES) return;
    const { uri, version } = document;
    const id = uri.toString();
    if (!this.similarText.has(id, version)) this.count(id);
    this.similarText.setDocument(id, shownPath(uri), version, () => lines(document.getText()));
  }

  private count(id: string): void {
    this.changes.set(id, (this.changes.get(id) ?? 0) + 1);
  }

  private forget(id: string): void {
    if (this.sendable.delete(id)) this.count(id);
    this.similarText.removeDocument(id);
    this.recentEdits.forget(id);
  }
}

/** The path as prompts name it: from the workspace folder, with `/`. */
export function shownPath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
}

function lines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** Undefined where there is none, or it is too long. */
async function textOfFile(uri: vscode.Uri): Promise<string | undefined> {
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST_FILE) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

function isOpen(uri: vscode.Uri): boolean {
  const id = uri.toString();
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === id);
}

function openTabs(): vscode.Uri[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])),
  );
}
