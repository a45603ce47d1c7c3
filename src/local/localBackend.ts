import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import { FREE, type RequestAllowance } from '../completions/requestAllowance';
import { EMBEDDED_CAPABILITIES, EMBEDDED_MODEL } from './embeddedModel';
import type { DocumentEdit } from './openDocument';
import type { StartIndexing } from './protocol';
import { WorkerConnection } from './workerConnection';
import type { SourceFolder } from './workspace/ignoreRules';
import { NOTHING_INDEXED, type IndexResult, type Reporting } from './workspace/indexResult';

/**
 * The embedded engine, seen from the extension host: a worker thread that learns and answers. The
 * thread starts when it is first needed. If it dies, what was under way fails, and the next use
 * starts another one that is told all that the first one knew.
 */
export class LocalBackend implements CompletionBackend {
  private folders: readonly SourceFolder[] = [];
  private readonly documents = new Map<string, () => string>();
  private connection: WorkerConnection | undefined;
  private readonly disposed = new AbortController();

  /**
   * @param workerPath the bundle of src/worker.ts
   * @param storageFolder where what was learned is kept for the next start; nowhere if undefined
   */
  constructor(
    private readonly workerPath: string,
    private readonly storageFolder?: string,
  ) {}

  /**
   * Continues the prompt. The request's `model` may be any: the chunks name the one that answered.
   *
   * @throws CompletionError of kind `invalidRequest` for what the API or the engine does not allow,
   *   `contextLength`, or `server` if the worker dies
   */
  async *complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionChunk> {
    if (!signal.aborted) yield* this.connect()?.complete(request, signal) ?? [];
  }

  models(): Promise<ModelInfo[]> {
    return Promise.resolve([EMBEDDED_MODEL]);
  }

  capabilities(): Promise<BackendCapabilities> {
    return Promise.resolve(EMBEDDED_CAPABILITIES);
  }

  allowance(): Promise<RequestAllowance> {
    return Promise.resolve(FREE);
  }

  /**
   * Learns all source files of the workspace's folders, in place of those of the folders before.
   * Leaves out what the rules ignore (see `IgnoreRules`), cannot be read, is binary (has a NUL byte),
   * longer than 1 MiB or generated, and what comes after 12 million lexemes or 50,000 files. Reads
   * only files that have changed since they were last read. Documents set before are learned too when
   * it resolves.
   *
   * @returns zeros when `signal` aborts
   * @throws CompletionError of kind `server` if the worker dies
   */
  async readFolders(folders: readonly SourceFolder[], reporting: Reporting): Promise<IndexResult> {
    const reading = this.index((job) => ({ type: 'readFolders', job, folders }), reporting);
    // Only now, because a worker that has just been started need not be told twice.
    this.folders = folders;
    return reading;
  }

  /**
   * Learns what has become of files or folders that were made, changed or removed. What is outside of
   * the folders, or ignored there, is not read.
   *
   * @param paths absolute paths
   * @returns zeros when `signal` aborts
   * @throws CompletionError of kind `server` if the worker dies
   */
  async readChanged(paths: readonly string[], reporting: Reporting): Promise<IndexResult> {
    return this.index((job) => ({ type: 'readChanged', job, paths }), reporting);
  }

  /**
   * Learns an open or virtual document, in place of the file of its path.
   *
   * @param id the absolute path of a file, or a URI
   * @param text gives the text as it is then: now, and whenever the worker needs all of it again
   */
  setDocument(id: string, text: () => string): void {
    this.documents.set(id, text);
    this.connection?.post({ type: 'setDocument', id, text: text() });
  }

  /**
   * Tells of edits of a document that was set, each in terms of the text that those before it have
   * left.
   *
   * @param lineCount how many lines the document has then, by which a mistake is seen
   */
  editDocument(id: string, edits: readonly DocumentEdit[], lineCount: number): void {
    if (!this.documents.has(id)) return;
    this.connection?.post({ type: 'editDocument', id, edits, lineCount });
  }

  /** Forgets a document; the file of its path counts again. */
  closeDocument(id: string): void {
    if (this.documents.delete(id)) this.connection?.post({ type: 'closeDocument', id });
  }

  /** Ends the worker; completions under way end silently, and there are no more. */
  dispose(): void {
    this.disposed.abort();
    void this.connection?.dispose();
    this.connection = undefined;
  }

  /** The connection to the worker, a new one if there is none; undefined after `dispose`. */
  private connect(): WorkerConnection | undefined {
    if (this.disposed.signal.aborted) return undefined;
    this.connection ??= this.start();
    return this.connection;
  }

  private async index(start: StartIndexing, reporting: Reporting): Promise<IndexResult> {
    const connection = reporting.signal.aborted ? undefined : this.connect();
    return connection ? connection.index(start, reporting) : NOTHING_INDEXED;
  }

  private start(): WorkerConnection {
    const { folders, storageFolder } = this;
    const connection = new WorkerConnection(
      this.workerPath,
      { role: 'engine', storageFolder },
      {
        lost: () => {
          if (this.connection === connection) this.connection = undefined;
        },
        textWanted: (id) => {
          const text = this.documents.get(id);
          if (text) connection.post({ type: 'setDocument', id, text: text() });
        },
      },
    );
    if (folders.length > 0) {
      const { signal } = this.disposed;
      // If it fails, whoever asks next hears of it.
      connection
        .index((job) => ({ type: 'readFolders', job, folders }), { signal })
        .catch(() => undefined);
    }
    for (const [id, text] of this.documents) {
      connection.post({ type: 'setDocument', id, text: text() });
    }
    return connection;
  }
}
