import type { Worker } from 'node:worker_threads';
import type { CompletionChunk } from '../completions/completionChunk';
import { CompletionError } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import type { CompletionRequest } from '../completions/completionRequest';
import { MessageQueue } from './messageQueue';
import type { FromWorker, JobMessage, StartIndexing, ToWorker, EngineThreadData } from './protocol';
import { NOTHING_INDEXED, type IndexResult, type Reporting } from './workspace/indexResult';

/** A limit for what is soon forgotten: without one it takes as much memory as the vocabulary. */
const RESOURCES = { maxYoungGenerationSizeMb: 12 };

/** The life of one worker, and the jobs under way in it. */
export class WorkerConnection {
  private readonly worker: Worker;
  private readonly jobs = new Map<number, MessageQueue>();
  private lastJob = 0;
  private failure: Error | undefined;

  /** @param events `lost` is called once, when the worker has ended by itself */
  constructor(
    workerPath: string,
    workerData: EngineThreadData,
    { lost, textWanted }: { lost: () => void; textWanted: (id: string) => void },
  ) {
    // Only now: the module takes longer to load than all of ours that are needed to start.
    const threads = process.getBuiltinModule('node:worker_threads');
    this.worker = new threads.Worker(workerPath, { workerData, resourceLimits: RESOURCES });
    // Both ends are built from one protocol.ts, so what comes is what it says.
    this.worker.on('message', (message: FromWorker) => {
      if (message.type === 'textWanted') textWanted(message.id);
      else this.jobs.get(message.job)?.add(message);
    });
    this.worker.on('error', (error: Error) => {
      this.failure = error;
    });
    this.worker.on('exit', () => {
      lost();
      for (const queue of this.jobs.values()) queue.fail(workerDied(this.failure));
    });
  }

  post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  /**
   * Ends early, without an error, when `signal` aborts or the connection is disposed of.
   *
   * @throws CompletionError
   */
  async *complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionChunk> {
    const asked = performance.timeOrigin + performance.now();
    const messages = this.run((job) => ({ type: 'complete', job, request, asked }), signal);
    for await (const message of messages) if (message.type === 'chunk') yield message.chunk;
  }

  /**
   * Has the workspace read. Resolves to zeros when `signal` aborts or the connection is disposed of.
   *
   * @throws CompletionError
   */
  async index(start: StartIndexing, { progress, signal }: Reporting): Promise<IndexResult> {
    for await (const message of this.run(start, signal)) {
      if (message.type === 'progress') progress?.(message.read, message.total);
      if (message.type === 'indexed') return message.result;
    }
    return NOTHING_INDEXED;
  }

  /** Ends all jobs silently, and the worker. */
  async dispose(): Promise<void> {
    for (const queue of this.jobs.values()) queue.end();
    await this.worker.terminate();
  }

  /** Runs a job to its last message; leaving the loop over its messages aborts it. */
  private async *run(
    start: (job: number) => ToWorker,
    signal: AbortSignal,
  ): AsyncGenerator<JobMessage> {
    const job = ++this.lastJob;
    const queue = new MessageQueue();
    const end = () => {
      queue.end();
    };
    this.jobs.set(job, queue);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    let finished = false;
    try {
      this.post(start(job));
      for await (const message of queue.messages()) {
        finished = message.type !== 'chunk' && message.type !== 'progress';
        if (message.type === 'failed') throw new CompletionError(message.error);
        yield message;
        if (finished) return;
      }
    } finally {
      signal.removeEventListener('abort', end);
      this.jobs.delete(job);
      if (!finished) this.post({ type: 'abort', job });
    }
  }
}

function workerDied(reason: Error | undefined): CompletionError {
  return new CompletionError({
    kind: 'server',
    message: reason
      ? phrase`The thread of the embedded engine has ended: ${reason.message}.`
      : phrase`The thread of the embedded engine has ended.`,
    remedy: phrase`Try again: it starts anew. If it happens again, report it with the log.`,
    retryable: true,
  });
}
