import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import { type RequestAllowance, UNLIMITED } from '../completions/requestAllowance';
import { EMBEDDED_CAPABILITIES, EMBEDDED_MODEL } from './embeddedModel';
import { LONGEST_TEXT, type IndexResult } from './protocol';
import { WorkerConnection } from './workerConnection';

/**
 * The embedded engine, seen from the extension host: a worker thread that learns and answers. The
 * thread starts when it is first needed. If it dies, what was under way fails, and the next use
 * starts another one that is told all that the first one knew.
 */
export class LocalBackend implements CompletionBackend {
  private readonly paths = new Set<string>();
  private readonly documents = new Map<string, string>();
  private connection: WorkerConnection | undefined;
  private readonly disposed = new AbortController();

  /** @param workerPath the bundle of worker.ts */
  constructor(private readonly workerPath: string) {}

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
    return Promise.resolve(UNLIMITED);
  }

  /**
   * Learns from files, or learns those that have changed anew; they add to what was indexed before.
   * Documents set before are learned too when it resolves. Leaves out what cannot be read, is binary
   * (has a NUL byte), longer than 512 KiB, or has most of its text in very long lines.
   *
   * @param paths absolute paths
   * @returns what these paths came to; zeros when `signal` aborts
   * @throws CompletionError of kind `server` if the worker dies
   */
  async indexFiles(paths: readonly string[], signal: AbortSignal): Promise<IndexResult> {
    const connection = signal.aborted ? undefined : this.connect();
    for (const path of paths) this.paths.add(path);
    return connection ? connection.index(paths, signal) : { files: 0, lexemes: 0 };
  }

  /**
   * Sets the text of an open or virtual document. It takes the place of what was known under `id`, the
   * file of that path included, until the file changes on disk later and is indexed again.
   *
   * @param id the absolute path of a file, or a URI
   */
  setDocument(id: string, text: string): void {
    const learned = text.length > LONGEST_TEXT ? '' : text;
    this.documents.set(id, learned);
    this.connection?.post({ type: 'setDocument', id, text: learned });
  }

  /** Forgets a document and the file of the same path, because it was deleted. */
  removeDocument(id: string): void {
    this.documents.delete(id);
    this.paths.delete(id);
    this.connection?.post({ type: 'removeDocument', id });
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

  private start(): WorkerConnection {
    const connection = new WorkerConnection(this.workerPath, () => {
      if (this.connection === connection) this.connection = undefined;
    });
    for (const [id, text] of this.documents) connection.post({ type: 'setDocument', id, text });
    if (this.paths.size > 0) {
      // If it fails, whoever asks next hears of it.
      connection.index([...this.paths], this.disposed.signal).catch(() => undefined);
    }
    return connection;
  }
}
