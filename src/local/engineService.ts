import {
  CompletionError,
  isCompletionError,
  type CompletionErrorDetails,
} from '../completions/completionError';
import { Corpus } from './corpus';
import { Engine } from './engine';
import type { FromWorker, ToWorker } from './protocol';
import { Slices } from './slices';
import { readSourceFiles } from './sourceFiles';

/** The worker's side of the protocol: does what messages ask, and answers. */
export class EngineService {
  private readonly jobs = new Map<number, AbortController>();
  private readonly engine: Engine = new Engine(() => this.corpus.model);
  private readonly corpus: Corpus = new Corpus(new Slices(() => this.engine.busy));

  constructor(private readonly send: (message: FromWorker) => void) {}

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'complete':
        this.begin(message.job, (signal) => this.complete(message, signal));
        break;
      case 'index':
        this.begin(message.job, (signal) => this.index(message, signal));
        break;
      case 'abort':
        this.jobs.get(message.job)?.abort();
        break;
      case 'setDocument':
        this.corpus.setDocument(message.id, message.text);
        break;
      case 'removeDocument':
        this.corpus.removeDocument(message.id);
        break;
    }
  }

  dispose(): void {
    for (const job of this.jobs.values()) job.abort();
    this.corpus.dispose();
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

  private async index(
    { job, paths }: Extract<ToWorker, { type: 'index' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const result = await this.corpus.addFiles(readSourceFiles(paths, signal), signal);
    this.send({ type: 'indexed', job, result });
  }
}

/** The details alone: an error class does not survive the way to another thread. */
function detailsOf(error: unknown): CompletionErrorDetails {
  const known = isCompletionError(error) ? error : unexpected(error);
  const { kind, message, remedy, parameter, status, code, requestId } = known;
  const { retryable, retryAfter } = known;
  return { kind, message, remedy, parameter, status, code, requestId, retryable, retryAfter };
}

function unexpected(error: unknown): CompletionError {
  const reason = error instanceof Error ? error.message : String(error);
  return new CompletionError({
    kind: 'server',
    message: `The embedded engine failed: ${reason}.`,
    remedy: 'Try again; if it happens again, report it with the log.',
  });
}
