import {
  CompletionError,
  isCompletionError,
  type CompletionErrorDetails,
} from '../completions/completionError';
import { phrase } from '../completions/phrase';
import { Corpus } from './corpus';
import { Engine } from './engine';
import { IndexingThreads } from './indexing/indexingThreads';
import { practise } from './practice';
import type { FromWorker, ToWorker } from './protocol';
import { Slices } from './slices';
import { IndexStorage } from './workspace/indexStorage';
import type { IndexResult, Reporting } from './workspace/indexResult';
import { WorkspaceReader } from './workspace/workspaceReader';

/** Learning waits for whoever types, as long as the last edit is not older, in milliseconds. */
const TYPING = 300;

/** The worker's side of the protocol: does what messages ask, and answers. */
export class EngineService {
  private readonly jobs = new Map<number, AbortController>();
  private readonly engine: Engine = new Engine(() => this.corpus.model);
  private readonly corpus: Corpus;
  private readonly workspace: WorkspaceReader;
  private readonly disposed = new AbortController();
  private lastEdit = -Infinity;

  /**
   * @param isSecret whether the file at a path is known to hold secrets, and never read
   * @param storageFolder where indexes are kept on disk; nowhere if undefined
   * @param script of the threads that read much text; without, all is read in this one
   */
  constructor(
    private readonly send: (message: FromWorker) => void,
    isSecret: (path: string) => boolean,
    storageFolder?: string,
    script?: string,
  ) {
    const isTyping = () => performance.now() - this.lastEdit < TYPING;
    const slices = new Slices(() => this.engine.busy || isTyping());
    this.corpus = new Corpus(slices, () => this.engine.busy);
    const storage = storageFolder === undefined ? undefined : new IndexStorage(storageFolder);
    const startThreads = script === undefined ? undefined : () => new IndexingThreads(script);
    this.workspace = new WorkspaceReader(this.corpus, isSecret, { storage, startThreads });
  }

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'complete':
        this.begin(message.job, (signal) => this.complete(message, signal));
        break;
      case 'readFolders':
        this.index(message.job, async (reporting) => {
          const result = await this.workspace.readFolders(message.folders, reporting);
          // That it fails is no one's concern: the person's own requests tell theirs.
          practise(this.engine, this.disposed.signal).catch(() => undefined);
          return result;
        });
        break;
      case 'readChanged':
        this.index(message.job, (reporting) =>
          this.workspace.readChanged(message.paths, reporting),
        );
        break;
      case 'abort':
        this.jobs.get(message.job)?.abort();
        break;
      case 'setDocument':
        this.corpus.setDocument(message.id, message.text);
        break;
      case 'editDocument':
        void this.edit(message);
        break;
      case 'closeDocument':
        this.corpus.closeDocument(message.id);
        break;
    }
  }

  dispose(): void {
    this.disposed.abort();
    for (const job of this.jobs.values()) job.abort();
    this.corpus.dispose();
    void this.workspace.dispose();
  }

  private begin(job: number, work: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    this.jobs.set(job, controller);
    work(controller.signal)
      .catch((error: unknown) => {
        this.send({ type: 'failed', job, error: detailsOf(error) });
      })
      .finally(() => this.jobs.delete(job));
  }

  private async complete(
    { job, request, asked }: Extract<ToWorker, { type: 'complete' }>,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const chunk of this.engine.complete(request, signal, asked)) {
      this.send({ type: 'chunk', job, chunk });
    }
    this.send({ type: 'done', job });
  }

  private index(job: number, read: (reporting: Reporting) => Promise<IndexResult>): void {
    this.begin(job, async (signal) => {
      const progress = (files: number, total: number): void => {
        this.send({ type: 'progress', job, read: files, total });
      };
      this.send({ type: 'indexed', job, result: await read({ progress, signal }) });
    });
  }

  private async edit({
    id,
    edits,
    lineCount,
  }: Extract<ToWorker, { type: 'editDocument' }>): Promise<void> {
    this.lastEdit = performance.now();
    const isKnown = await this.corpus.editDocument(id, edits, lineCount);
    if (!isKnown) this.send({ type: 'textWanted', id });
  }
}

/** The details alone: an error class does not survive the way to another thread. */
function detailsOf(error: unknown): CompletionErrorDetails {
  const known = isCompletionError(error) ? error : unexpected(error);
  const { kind, wording, parameter, status, code, requestId, retryable, retryAfter } = known;
  return { ...wording, kind, parameter, status, code, requestId, retryable, retryAfter };
}

function unexpected(error: unknown): CompletionError {
  const reason = error instanceof Error ? error.message : String(error);
  return new CompletionError({
    kind: 'server',
    message: phrase`The embedded engine failed: ${reason}.`,
    remedy: phrase`Try again; if it happens again, report it with the log.`,
  });
}
