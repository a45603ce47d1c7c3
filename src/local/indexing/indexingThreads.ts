import type { GroupSorter, SuffixGroups } from '../suffixArray';
import type { IndexingTask } from './indexingTasks';
import type { LexedFiles } from './lexedFiles';
import { TaskThreads } from './taskThreads';

/** How much text is read in one task, in bytes: little, so that memory stays small. */
const TEXT = 1 << 17;

/** How many suffixes are sorted in one task, unless one group alone has more. */
const SUFFIXES = 1 << 17;

/** A file that is to be read. */
export interface SizedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Threads that read files and sort what is learned from them, as long as there is much to learn at
 * once. What comes of it is the same as without them.
 */
export class IndexingThreads implements GroupSorter {
  private readonly threads: TaskThreads;

  /** @param script runs in each thread: see `src/worker.ts` */
  constructor(script: string) {
    this.threads = new TaskThreads(script);
  }

  /**
   * Reads files and cuts them into lexemes, in order.
   *
   * @throws if a thread ends
   */
  async *lex(files: Iterable<SizedFile>, signal: AbortSignal): AsyncGenerator<LexedFiles> {
    const underWay: Promise<LexedFiles | undefined>[] = [];
    for (const paths of batches(files)) {
      underWay.push(this.run({ type: 'lex', paths }));
      if (underWay.length > 2 * this.threads.count) yield* lexed(underWay.shift());
      if (signal.aborted) return;
    }
    for (const each of underWay) {
      yield* lexed(each);
      if (signal.aborted) return;
    }
  }

  /** @throws if a thread ends */
  async sort(groups: SuffixGroups): Promise<void> {
    const tasks = ranges(groups).map(
      ({ from, to }) => ({ type: 'sort', groups, from, to }) as const,
    );
    await Promise.all(tasks.map((task) => this.run(task)));
  }

  /** Ends the threads. */
  dispose(): void {
    this.threads.dispose();
  }

  private run(task: IndexingTask): Promise<LexedFiles | undefined> {
    const result = this.threads.run(task);
    // It may be that nobody waits for it any more.
    result.catch(() => undefined);
    return result;
  }
}

async function* lexed(task: Promise<LexedFiles | undefined> | undefined) {
  const files = await task;
  if (files) yield files;
}

/** Paths of files that together have so much text as one task is to have. */
function* batches(files: Iterable<SizedFile>): Generator<string[]> {
  let paths: string[] = [];
  let size = 0;
  for (const file of files) {
    paths.push(file.path);
    size += file.size;
    if (size < TEXT) continue;
    yield paths;
    paths = [];
    size = 0;
  }
  if (paths.length > 0) yield paths;
}

/** Neighbouring groups that together are as large as one task is to be, the largest task first. */
function ranges({ begins, ends }: SuffixGroups): { from: number; to: number }[] {
  const found: { from: number; to: number; size: number }[] = [];
  let from = 0;
  let size = 0;
  for (let first = 0; first < begins.length; first++) {
    size += (ends[first] ?? 0) - (begins[first] ?? 0);
    if (size < SUFFIXES && first + 1 < begins.length) continue;
    found.push({ from, to: first + 1, size });
    from = first + 1;
    size = 0;
  }
  return found.sort((a, b) => b.size - a.size);
}
