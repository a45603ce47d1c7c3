import {
  sharedNumbers,
  type GroupSorter,
  type SortedGroups,
  type SuffixGroups,
} from '../suffixArray';
import type { IndexingTask } from './indexingTasks';
import type { LexedFiles } from './lexedFiles';
import { TaskThreads } from './taskThreads';

/** How much text is read in one task, in bytes: little, so that memory stays small. */
const TEXT = 1 << 18;

/** How many lexemes that is, and more than it is as a rule. */
const LEXEMES = TEXT;

/** How many suffixes are sorted in one task, unless one group alone has more. */
const SUFFIXES = 1 << 17;

/** A file that is to be read. */
export interface SizedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** Files that are being lexed, and the memory for their lexemes. */
interface Lexing {
  readonly memory: Int32Array;
  readonly result: Promise<LexedFiles | undefined>;
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
    const underWay: Lexing[] = [];
    const free: Int32Array[] = [];
    for (const paths of batches(files)) {
      const memory = free.pop() ?? sharedNumbers(LEXEMES);
      underWay.push({ memory, result: this.run({ type: 'lex', paths, memory }) });
      if (underWay.length > 2 * this.threads.count) yield* lexed(underWay.shift(), free);
      if (signal.aborted) return;
    }
    for (const each of underWay) {
      yield* lexed(each, free);
      if (signal.aborted) return;
    }
  }

  /**
   * The last thing that they do: then they end, as what they have in memory is not needed any more.
   * It fails if a thread ends before.
   */
  sort(groups: SuffixGroups): readonly SortedGroups[] {
    const sorted = Array.from(ranges(groups), ({ from, to }) => {
      const done = this.run({ type: 'sort', groups, from, to }).then(() => undefined);
      done.catch(() => undefined);
      return { from, to, done };
    });
    void Promise.allSettled(sorted.map(({ done }) => done)).then(() => {
      this.dispose();
    });
    return sorted;
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

/** @param free gets the memory once what is in it has been taken over */
async function* lexed(lexing: Lexing | undefined, free: Int32Array[]) {
  if (!lexing) return;
  const files = await lexing.result;
  if (files) yield files;
  free.push(lexing.memory);
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

/** Neighbouring groups that together are as large as one task is to be, the last ones first. */
function* ranges({ begins, ends }: SuffixGroups): Generator<{ from: number; to: number }> {
  let to = ends.length;
  let size = 0;
  for (let from = to - 1; from >= 0; from--) {
    size += (ends[from] ?? 0) - (begins[from] ?? 0);
    if (size < SUFFIXES && from > 0) continue;
    yield { from, to };
    to = from;
    size = 0;
  }
}
