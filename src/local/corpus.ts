import { DocumentsSegment, type LearnedDocument } from './documentsSegment';
import { isLearnable, learn } from './learning';
import { Model } from './model';
import { Segment } from './segment';
import type { Slices } from './slices';
import { Unigrams } from './unigrams';
import { Vocabulary } from './vocabulary';

/** The most lexemes of workspace files that are kept; later files are left out. 9 bytes each. */
const MOST_LEXEMES = 4_000_000;

/** How long documents may wait for further changes before they are learned, in milliseconds. */
const REST = 100;

/** A file of the workspace. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** When it was last changed, in milliseconds since 1970. */
  readonly changed: number;
}

interface OpenDocument {
  readonly text: string;
  /** When it was set, in milliseconds since 1970. */
  readonly changed: number;
  learned?: LearnedDocument;
}

/**
 * The text that the model is made of: files of the workspace in one segment, open documents in a
 * small one that is built anew when they change. A document takes the place of the file of its name.
 * Everything is built in slices; until it is done, the model before answers.
 */
export class Corpus {
  private readonly vocabulary = new Vocabulary();
  private readonly files = new Map<string, Int32Array>();
  private fileLexemes = 0;
  private readonly documents = new Map<string, OpenDocument>();
  private readonly removed = new Set<string>();
  private workspace = Segment.empty();
  private workspaceCounts = new Int32Array(0);
  private current: Model;
  private queue = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly slices: Slices) {
    const { vocabulary, workspace } = this;
    const { size } = vocabulary;
    const unigrams = new Unigrams(vocabulary, new Int32Array(size).fill(1));
    const documents = new DocumentsSegment(workspace, new Map());
    this.current = new Model(vocabulary, size, unigrams, workspace, documents);
  }

  get model(): Model {
    return this.current;
  }

  /**
   * Learns from files, those of the same paths replaced, and from the documents set before.
   *
   * @returns how many files and lexemes were learned: not those that are no source text, nor what
   *   exceeds the limit of the corpus
   */
  async addFiles(
    files: AsyncIterable<SourceFile>,
    signal: AbortSignal,
  ): Promise<{ files: number; lexemes: number }> {
    const added = { files: 0, lexemes: 0 };
    await this.inTurn(async () => {
      for await (const file of files) {
        if (signal.aborted) break;
        const lexemes = await this.addFile(file);
        if (!lexemes) continue;
        added.files++;
        added.lexemes += lexemes.length;
      }
      if (added.files > 0) await this.buildWorkspace();
      await this.buildDocuments();
    });
    return added;
  }

  /** Replaces what was known under `name`. */
  setDocument(name: string, text: string): void {
    this.documents.set(name, { text, changed: Date.now() });
    this.learnSoon();
  }

  /** Forgets a document and the file of the same name. */
  removeDocument(name: string): void {
    this.documents.delete(name);
    this.removed.add(name);
    this.workspace.mask(name, true);
    this.learnSoon();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private learnSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      // Should it fail, the thread ends with the error, and the host starts another one.
      void this.inTurn(() => this.buildDocuments());
    }, REST);
  }

  /** One change of the corpus at a time. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async addFile({ path, text, changed }: SourceFile): Promise<Int32Array | undefined> {
    this.removeFile(path);
    if (this.fileLexemes >= MOST_LEXEMES || !isLearnable(text)) return undefined;
    const { lexemes, text: learned } = await this.slices.run(learn(this.vocabulary, text));
    if (this.fileLexemes + lexemes.length > MOST_LEXEMES) return undefined;
    this.files.set(path, lexemes);
    this.fileLexemes += lexemes.length;
    this.removed.delete(path);
    const document = this.documents.get(path);
    if (document && document.changed < changed && document.learned?.text !== learned) {
      this.documents.delete(path);
    }
    return lexemes;
  }

  private removeFile(path: string): void {
    this.fileLexemes -= this.files.get(path)?.length ?? 0;
    this.files.delete(path);
  }

  private async buildWorkspace(): Promise<void> {
    const { size } = this.vocabulary;
    for (const name of this.removed) this.removeFile(name);
    this.workspace = await this.slices.run(Segment.build(this.files, size));
    this.workspaceCounts = new Int32Array(size);
    addCounts(this.workspaceCounts, this.workspace.lexemes);
    // The segment has the files' lexemes: no need to keep them twice.
    for (const path of this.files.keys()) {
      const lexemes = this.workspace.lexemesOf(path);
      if (lexemes) this.files.set(path, lexemes);
    }
  }

  private async buildDocuments(): Promise<void> {
    const learned = new Map<string, LearnedDocument>();
    for (const [name, document] of this.documents) {
      if (!isLearnable(document.text)) continue;
      document.learned ??= await this.slices.run(learn(this.vocabulary, document.text));
      learned.set(name, document.learned);
    }
    const lexemes = new Map([...learned].map(([name, document]) => [name, document.lexemes]));
    const { size } = this.vocabulary;
    const segment = await this.slices.run(Segment.build(lexemes, size));
    const counts = new Int32Array(size);
    counts.set(this.workspaceCounts);
    addCounts(counts, segment.lexemes);
    const unigrams = new Unigrams(this.vocabulary, counts);
    for (const name of [...this.documents.keys(), ...this.removed]) this.workspace.mask(name, true);
    const documents = new DocumentsSegment(segment, learned);
    this.current = new Model(this.vocabulary, size, unigrams, this.workspace, documents);
  }
}

function addCounts(counts: Int32Array, lexemes: Int32Array): void {
  for (const lexeme of lexemes) counts[lexeme] = (counts[lexeme] ?? 0) + 1;
}
