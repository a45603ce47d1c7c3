import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { IndexingTask } from './indexingTasks';
import type { LexedFiles } from './lexedFiles';

/** More threads would take memory, and the cores from whoever types. */
const MOST_THREADS = 2;

/** What such a thread is started with. */
export interface IndexingThreadData {
  readonly role: 'indexing';
}

/** Little memory for what is forgotten at once: there is not much, and each thread has its own. */
const RESOURCES = { maxYoungGenerationSizeMb: 4 };

type Result = LexedFiles | undefined;

interface WaitingTask {
  readonly task: IndexingTask;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** A few threads that do tasks, each one after the other, in the order they were given. */
export class TaskThreads {
  private readonly workers: Worker[];
  private readonly idle: Worker[];
  private readonly waiting: WaitingTask[] = [];
  private readonly underWay = new Map<Worker, WaitingTask>();
  private failure: Error | undefined;

  /** @param script runs in each thread: see `src/worker.ts` */
  constructor(script: string) {
    const count = Math.min(MOST_THREADS, availableParallelism());
    this.workers = Array.from({ length: count }, () => this.start(script));
    this.idle = [...this.workers];
  }

  /** How many tasks are done at the same time. */
  get count(): number {
    return this.workers.length;
  }

  /** Rejects if a thread ends, whichever it is; stays open after `dispose`. */
  run(task: IndexingTask): Promise<Result> {
    const result = new Promise<Result>((resolve, reject) => {
      this.waiting.push({ task, resolve, reject });
    });
    if (this.failure) this.fail(this.failure);
    else this.assign();
    return result;
  }

  dispose(): void {
    this.waiting.length = 0;
    this.underWay.clear();
    for (const worker of this.workers) void worker.terminate();
  }

  private start(script: string): Worker {
    const workerData: IndexingThreadData = { role: 'indexing' };
    const worker = new Worker(script, { workerData, resourceLimits: RESOURCES });
    worker.on('message', (result: Result) => {
      this.underWay.get(worker)?.resolve(result);
      this.underWay.delete(worker);
      this.idle.push(worker);
      this.assign();
    });
    worker.on('error', (error: Error) => {
      this.fail(error);
    });
    worker.on('exit', () => {
      this.fail(new Error('a thread that reads files has ended'));
    });
    return worker;
  }

  private assign(): void {
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const worker = this.idle.pop();
      if (!worker) return;
      this.waiting.shift();
      this.underWay.set(worker, next);
      worker.postMessage(next.task);
    }
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of [...this.underWay.values(), ...this.waiting]) reject(this.failure);
    this.underWay.clear();
    this.waiting.length = 0;
  }
}
