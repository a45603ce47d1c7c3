import { stat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { Corpus, SourceFile } from '../corpus';
import type { IndexingThreads } from '../indexing/indexingThreads';
import type { LexedFiles } from '../indexing/lexedFiles';
import { TaskQueue } from '../taskQueue';
import { walkFolder } from './folderWalk';
import { IgnoreRules, isIgnoreFile, type SourceFolder } from './ignoreRules';
import type { KnownFile } from './indexFile';
import type { IndexResult, Reporting } from './indexResult';
import type { IndexStorage } from './indexStorage';
import { readFiles, stampFiles, type FileStamp } from '../sourceFiles';

/** More files than this are not read; those that come first in the walk are. */
const MOST_FILES = 50_000;

/** How long changes must rest before the index is written to disk, in milliseconds. */
const SAVE_REST = 10_000;

/** How many files are read between two reports of progress. */
const REPORT = 100;

/** Of so many bytes, files are read in other threads: the threads cost more than fewer are worth. */
const MUCH = 4 << 20;

export interface ReaderOptions {
  /** Where what was learned is kept; nowhere if undefined. */
  readonly storage?: IndexStorage | undefined;
  /** How long changes must rest before they are saved, in milliseconds. */
  readonly saveRest?: number;
  /** Starts threads to read with; without, all is read in this one. */
  readonly startThreads?: (() => IndexingThreads) | undefined;
  /** From how many bytes on that is done. */
  readonly much?: number;
}

/**
 * Has a corpus learn the folders of a workspace and keeps it up to date: it reads only files whose
 * size or time has changed since they were last read, in this session or, with a storage, in an
 * earlier one.
 */
export class WorkspaceReader {
  private folders: readonly SourceFolder[] = [];
  private rules: IgnoreRules[] = [];
  private known = new Map<string, KnownFile>();
  private readonly tasks = new TaskQueue();
  private timer: NodeJS.Timeout | undefined;
  private readonly saving = new Set<Promise<void>>();

  /**
   * @param isSecret whether the file at a path is known to hold secrets, and never read
   */
  constructor(
    private readonly corpus: Corpus,
    private readonly isSecret: (path: string) => boolean,
    private readonly options: ReaderOptions = {},
  ) {}

  /** Learns all source files of these folders, and forgets those of all others. */
  readFolders(folders: readonly SourceFolder[], reporting: Reporting): Promise<IndexResult> {
    return this.tasks.run(() => this.readAll(folders, reporting));
  }

  /**
   * Learns what has become of these paths, of files or folders that were made, changed or removed.
   */
  readChanged(paths: readonly string[], reporting: Reporting): Promise<IndexResult> {
    return this.tasks.run(() => this.readSome(paths, reporting));
  }

  /** Resolves when all that is to be saved is on disk. */
  async dispose(): Promise<void> {
    clearTimeout(this.timer);
    await Promise.all(this.saving);
  }

  private async readAll(
    folders: readonly SourceFolder[],
    reporting: Reporting,
  ): Promise<IndexResult> {
    this.folders = folders;
    this.rules = folders.map((folder) => new IgnoreRules(folder, this.isSecret));
    if (this.known.size === 0) await this.restore();
    const found = new Map<string, FileStamp>();
    for (const [index, { path }] of folders.entries()) {
      const rules = this.rules[index];
      if (!rules) continue;
      for await (const [file, stamp] of stampFiles(walkFolder(path, rules, reporting.signal))) {
        if (found.size >= MOST_FILES) break;
        if (stamp) found.set(file, stamp);
      }
    }
    if (reporting.signal.aborted) return this.result(0);
    const gone = [...this.known.keys()].filter((path) => !found.has(path));
    return this.learn(gone, found, reporting);
  }

  private async readSome(paths: readonly string[], reporting: Reporting): Promise<IndexResult> {
    const gone = new Set<string>();
    const candidates: string[] = [];
    for (const path of paths) {
      if (isIgnoreFile(basename(path)) || (await this.isSourceFolder(path))) {
        return this.readAll(this.folders, reporting);
      }
      if (this.rules.some((rules) => rules.isSourcePath(path))) candidates.push(path);
      else if (this.known.has(path)) gone.add(path);
    }
    const found = new Map<string, FileStamp>();
    for await (const [path, stamp] of stampFiles(candidates)) {
      if (stamp) found.set(path, stamp);
      // A folder that is gone takes its files along.
      else
        for (const known of this.known.keys()) {
          if (known === path || known.startsWith(path + sep)) gone.add(known);
        }
    }
    return this.learn([...gone], found, reporting);
  }

  private async learn(
    gone: readonly string[],
    found: ReadonlyMap<string, FileStamp>,
    reporting: Reporting,
  ): Promise<IndexResult> {
    const changed = [...found].filter(([path, stamp]) => !isSame(this.known.get(path), stamp));
    for (const path of gone) this.known.delete(path);
    let read = 0;
    let isDone = false;
    const know = (path: string, { size, changed }: FileStamp, leftOut: string): void => {
      this.known.set(path, { path, size, changed, leftOut });
    };
    for (const [path, stamp] of changed) know(path, stamp, 'unreadable');
    const files = changed.map(([path, { size }]) => ({ path, size }));
    const { startThreads, much = MUCH } = this.options;
    const isMuch = files.reduce((sum, { size }) => sum + size, 0) >= much;
    const threads = isMuch ? startThreads?.() : undefined;
    const { signal } = reporting;
    const readings = async function* (): AsyncGenerator<SourceFile | LexedFiles> {
      const all = threads ? threads.lex(files, signal) : readFiles(files, signal);
      for await (const reading of all) {
        for (const { path, stamp } of 'files' in reading ? reading.files : [reading]) {
          know(path, stamp, 'tooLarge');
          if (++read % REPORT === 0) reporting.progress?.(read, changed.length);
        }
        if ('files' in reading) yield reading;
        else if (reading.text !== undefined) yield { path: reading.path, text: reading.text };
      }
    };
    try {
      await this.corpus.changeFiles(
        {
          gone: [...gone, ...changed.map(([path]) => path)],
          read: readings(),
          learned: (path, result) => {
            const file = this.known.get(path);
            if (file) know(path, file, typeof result === 'number' ? '' : result);
          },
          sorter: threads,
        },
        signal,
      );
      isDone = !signal.aborted;
    } finally {
      threads?.dispose();
      // What was not come to is to be read the next time.
      if (!isDone) {
        for (const [path] of changed) {
          if (this.known.get(path)?.leftOut === 'unreadable') this.known.delete(path);
        }
      }
    }
    if (gone.length + read > 0) this.saveSoon();
    return this.result(read);
  }

  private result(read: number): IndexResult {
    const leftOut: Record<string, number> = {};
    for (const { leftOut: reason } of this.known.values()) {
      if (reason !== '') leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    }
    return { ...this.corpus.size, read, leftOut };
  }

  /** Whether there is a folder with files to learn from. */
  private async isSourceFolder(path: string): Promise<boolean> {
    try {
      if (!(await stat(path)).isDirectory()) return false;
      const within = path + sep + 'x';
      return this.rules.some((rules) => rules.isSourcePath(within));
    } catch {
      return false;
    }
  }

  private get key(): string {
    return JSON.stringify(this.folders.map(({ path }) => path).sort());
  }

  /** Begins with what an earlier session has learned. */
  private async restore(): Promise<void> {
    const { storage } = this.options;
    if (!storage) return;
    await this.corpus.restore(async () => {
      const stored = await storage.load(this.key);
      if (stored) this.known = new Map(stored.files.map((file) => [file.path, file]));
      return stored?.corpus;
    });
  }

  private saveSoon(): void {
    const { storage, saveRest = SAVE_REST } = this.options;
    if (!storage || this.folders.length === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const files = [...this.known.values()];
      const saving = storage
        .save({ key: this.key, files, corpus: this.corpus.store() })
        .finally(() => this.saving.delete(saving));
      this.saving.add(saving);
    }, saveRest);
    this.timer.unref();
  }
}

function isSame(known: KnownFile | undefined, stamp: FileStamp): boolean {
  return known?.size === stamp.size && known.changed === stamp.changed;
}
