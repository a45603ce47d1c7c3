import { DocumentsIndex } from './documentsIndex';
import type { LexedFiles } from './indexing/lexedFiles';
import { LexemeReader, whyUnlearnable, type Unlearnable } from './learning';
import { LexemeCounts } from './lexemeCounts';
import { LexemeHashes } from './lexemeHashes';
import { Model } from './model';
import type { DocumentEdit } from './openDocument';
import { Slices } from './slices';
import type { GroupSorter } from './suffixArray';
import { TaskQueue } from './taskQueue';
import { BOUNDARY, Vocabulary } from './vocabulary';
import { WorkspaceIndex, type StoredIndex } from './workspaceIndex';

/** The most lexemes of workspace files that are kept; later files are left out. 8 bytes each. */
const MOST_LEXEMES = 12_000_000;

/** How long edits must rest before unused memory is won back, in milliseconds. */
const REST = 1_000;

/** A file of the workspace. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Why a file is not learned; `overLimit`: there are too many lexemes already. */
export type LeftOut = Unlearnable | 'overLimit';

/** What changes in the workspace. */
export interface FileChanges {
  /** Files that are new or have changed. */
  readonly read?: AsyncIterable<SourceFile | LexedFiles>;
  /** The paths of files that are gone. */
  readonly gone?: Iterable<string>;
  /** Told of each file that is read: how many lexemes were learned, or why none. */
  readonly learned?: (path: string, result: number | LeftOut) => void;
  /** Sorts what is much. */
  readonly sorter?: GroupSorter | undefined;
}

/** A corpus as it is kept on disk. */
export interface StoredCorpus {
  /** The texts of the lexemes, by their id less 1. */
  readonly vocabulary: readonly string[];
  readonly index: StoredIndex;
}

/**
 * The text that the model is made of: files of the workspace in one index, open documents in another
 * one that follows every edit. A document takes the place of the file of its name. Files are learned
 * in slices; until that is done, the model before answers.
 */
export class Corpus {
  private readonly vocabulary = new Vocabulary();
  private readonly reader = new LexemeReader(this.vocabulary);
  private readonly lineReader = new LexemeReader(this.vocabulary);
  private readonly counts = new LexemeCounts();
  private readonly hashes = new LexemeHashes(this.vocabulary);
  private readonly workspace = new WorkspaceIndex(this.counts, this.hashes);
  private readonly documents: DocumentsIndex;
  private readonly fileTasks = new TaskQueue();
  private readonly documentTasks = new TaskQueue();
  /** A document that was opened is learned at once: it is what the person looks at. */
  private readonly documentSlices = new Slices(() => false);
  private current: Model | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param isRead whether a request may be reading the model that it was given */
  constructor(
    private readonly slices: Slices,
    isRead: () => boolean = () => true,
  ) {
    this.documents = new DocumentsIndex(this.lineReader, this.counts, this.hashes, isRead);
  }

  /** What is learned now; it stays as it is when more is learned. */
  get model(): Model {
    this.current ??= this.newModel();
    return this.current;
  }

  /** How much of the workspace's files is learned. */
  get size(): { readonly files: number; readonly lexemes: number } {
    return { files: this.workspace.fileCount, lexemes: this.workspace.size };
  }

  /**
   * Learns from files, those of the same paths replaced. Documents set before are learned too when it
   * resolves.
   *
   * @returns how many files and lexemes were learned: not those that are no source text, nor what
   *   exceeds the limit of the corpus
   */
  async addFiles(
    files: AsyncIterable<SourceFile>,
    signal: AbortSignal,
  ): Promise<{ files: number; lexemes: number }> {
    const added = { files: 0, lexemes: 0 };
    const learned = (_path: string, result: number | LeftOut): void => {
      if (typeof result !== 'number') return;
      added.files++;
      added.lexemes += result;
    };
    await this.changeFiles({ read: files, learned }, signal);
    return added;
  }

  /** Learns what has changed in the workspace, all at once when it is read. */
  async changeFiles(changes: FileChanges, signal: AbortSignal): Promise<void> {
    const { read, gone, learned = () => undefined, sorter } = changes;
    const idsOf = new Map<number, number[]>();
    await this.fileTasks.run(async () => {
      for (const path of gone ?? []) this.workspace.remove(path);
      for await (const next of read ?? []) {
        if (signal.aborted) break;
        if ('text' in next) learned(next.path, await this.addFile(next.path, next.text));
        else await this.slices.run(this.addLexed(next, idsOf, learned));
      }
      await this.documentTasks.run(() => Promise.resolve());
      await this.updateWorkspace(sorter);
    });
  }

  /** Sets the text of a document, in place of the file of its name. */
  setDocument(name: string, text: string): void {
    this.changeDocuments(this.documents.set(name, text));
  }

  /**
   * Changes a document.
   *
   * @param edits each in terms of the text that those before it have left
   * @param lineCount how many lines the document has then
   * @returns false, soon, if the document is not known as the editor has it: its text is needed
   */
  editDocument(
    name: string,
    edits: readonly DocumentEdit[],
    lineCount: number,
  ): boolean | Promise<boolean> {
    const edit = () => {
      this.current = undefined;
      this.tidySoon();
      return this.documents.edit(name, edits, lineCount);
    };
    if (this.documentTasks.isIdle) return edit();
    return this.documentTasks.run(() => Promise.resolve(edit()));
  }

  /** Forgets a document; the file of the same name counts again. */
  closeDocument(name: string): void {
    this.changeDocuments(this.documents.remove(name));
  }

  /** What to keep on disk, in the corpus's own memory: to be used before anything else happens. */
  store(): StoredCorpus {
    const { size } = this.vocabulary;
    const vocabulary = Array.from({ length: size - 1 }, (_, id) => this.vocabulary.textOf(id + 1));
    return { vocabulary, index: this.workspace.store() };
  }

  /**
   * Begins with files that were kept on disk, in place of all that are known; documents that are set
   * meanwhile are learned afterwards.
   */
  async restore(load: () => Promise<StoredCorpus | undefined>): Promise<void> {
    await this.documentTasks.run(async () => {
      const stored = await load();
      if (!stored) return;
      const { vocabulary, index } = stored;
      const ids = Int32Array.from(['', ...vocabulary], (text) =>
        text === '' ? BOUNDARY : this.vocabulary.intern(text),
      );
      this.workspace.restore(renumbered(index, ids), this.vocabulary.size);
      this.current = undefined;
      this.prepareRequests();
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private newModel(): Model {
    const { vocabulary, workspace, documents, counts } = this;
    const unigrams = counts.unigrams(vocabulary);
    return new Model(
      vocabulary,
      vocabulary.size,
      unigrams,
      workspace.segment,
      documents.snapshot(),
    );
  }

  private async addFile(path: string, text: string): Promise<number | LeftOut> {
    this.workspace.remove(path);
    const unlearnable = whyUnlearnable(text);
    if (unlearnable) return unlearnable;
    if (this.workspace.size >= MOST_LEXEMES) return 'overLimit';
    const lexemes = await this.slices.run(this.reader.read(text));
    if (this.workspace.size + lexemes.length > MOST_LEXEMES) return 'overLimit';
    this.workspace.add(path, lexemes);
    return lexemes.length;
  }

  /**
   * Adds files that another thread has read; yields after each.
   *
   * @param idsOf what lexemes are numbered here, by the numbers of each thread: it tells each text once
   */
  private *addLexed(
    { thread, files, lexemes, texts }: LexedFiles,
    idsOf: Map<number, number[]>,
    learned: NonNullable<FileChanges['learned']>,
  ): Generator<void, void> {
    const ids = idsOf.get(thread) ?? [BOUNDARY];
    idsOf.set(thread, ids);
    for (const text of texts) ids.push(this.vocabulary.intern(text));
    let start = 0;
    for (const { path, result } of files) {
      this.workspace.remove(path);
      if (typeof result !== 'number') {
        learned(path, result);
        continue;
      }
      const own = lexemes.subarray(start, start + result);
      // Ten million lexemes, one by one: an iterator takes three times as long.
      for (let index = 0; index < result; index++) own[index] = ids[own[index] ?? 0] ?? BOUNDARY;
      start += result;
      const isOver = this.workspace.size + result > MOST_LEXEMES;
      if (!isOver) this.workspace.add(path, own);
      learned(path, isOver ? 'overLimit' : result);
      yield;
    }
  }

  private async updateWorkspace(sorter?: GroupSorter): Promise<void> {
    const isHidden = (name: string): boolean => this.documents.has(name);
    await this.slices.run(this.workspace.update(isHidden, this.vocabulary.size, sorter));
    this.current = undefined;
    this.prepareRequests();
  }

  /** Looks up in the background what requests need, so that the first ones need not. */
  private prepareRequests(): void {
    void this.fileTasks.run(async () => {
      await this.slices.run(this.vocabulary.prepare());
      await this.slices.run(this.workspace.segment.prepare());
    });
  }

  private changeDocuments(change: Generator<void, void>): void {
    // Should it fail, the thread ends with the error, and the host starts another one.
    void this.documentTasks.run(async () => {
      await this.documentSlices.run(change);
      this.current = undefined;
      // The file of the document's name may begin or cease to count.
      void this.fileTasks.run(() => this.updateWorkspace());
    });
  }

  private tidySoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.documentTasks.run(() => {
        this.documents.tidy();
        this.current = undefined;
        return Promise.resolve();
      });
    }, REST);
    this.timer.unref();
  }
}

/** An index with the ids of another vocabulary; its order is lost unless they are the same. */
function renumbered(index: StoredIndex, ids: Int32Array): StoredIndex {
  if (ids.every((id, place) => id === place)) return index;
  return {
    lexemes: index.lexemes.map((lexeme) => ids[lexeme] ?? BOUNDARY),
    suffixes: new Int32Array(0),
    files: index.files.map((file) => ({ ...file, isSorted: false })),
  };
}
