import { lstatSync, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { SourceFile } from './corpus';
import { LONGEST_TEXT } from './learning';

/** How many files are read ahead. */
const AHEAD = 8;

/** How many files are stamped before others get their turn: less than a millisecond, as a rule. */
const STAMPED = 32;

/** Where a file takes longer than this, in milliseconds, it is on the network, or the disk sleeps. */
const SLOW = 0.5;

/** By what a change of a file is seen without reading it. */
export interface FileStamp {
  /** In bytes. */
  readonly size: number;
  /** In milliseconds since 1970. */
  readonly changed: number;
}

/** What reading a file came to. */
export interface FileReading {
  readonly path: string;
  readonly stamp: FileStamp;
  /** Undefined if it is too large to be learned. */
  readonly text: string | undefined;
}

/**
 * The stamps of files, in order; undefined for what is no file, as a symbolic link, cannot be reached,
 * or is empty, as what Linux shows in /proc, some of which never ends. One by one, which takes a quarter
 * of the time; many at once as soon as that turns out to be slow.
 */
export async function* stampFiles(
  paths: AsyncIterable<string> | Iterable<string>,
  slow = SLOW,
): AsyncGenerator<readonly [path: string, stamp: FileStamp | undefined]> {
  let passed = 0;
  let stamped = STAMPED;
  yield* ahead(paths, async (path) => {
    if (passed > slow * stamped) return [path, await stampOf(path)] as const;
    if (++stamped % STAMPED === 0) await setImmediate();
    const began = performance.now();
    const stamp = stampNow(path);
    passed += performance.now() - began;
    return [path, stamp] as const;
  });
}

/** Reads files, in order. Leaves out what cannot be read: it may be gone or locked. */
export async function* readFiles(
  files: Iterable<{ readonly path: string }>,
  signal: AbortSignal,
): AsyncGenerator<FileReading> {
  for await (const reading of ahead(files, ({ path }) => readFile(path))) {
    if (signal.aborted) return;
    if (reading) yield reading;
  }
}

/** The text of files, in order, without those that are too long to be learned or cannot be read. */
export async function* readSourceFiles(
  paths: Iterable<string>,
  signal: AbortSignal,
): AsyncGenerator<SourceFile> {
  const files = Array.from(paths, (path) => ({ path }));
  for await (const { path, text } of readFiles(files, signal)) {
    if (text !== undefined) yield { path, text };
  }
}

/** Applies `work`, which never rejects, to some values ahead of those that are asked for. */
async function* ahead<T, R>(
  values: AsyncIterable<T> | Iterable<T>,
  work: (value: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const value of values) {
    underWay.push(work(value));
    const first = underWay.length === AHEAD ? underWay.shift() : undefined;
    if (first) yield await first;
  }
  for (const each of underWay) yield await each;
}

function stampNow(path: string): FileStamp | undefined {
  try {
    return stampIn(lstatSync(path, { throwIfNoEntry: false }));
  } catch {
    return undefined;
  }
}

async function stampOf(path: string): Promise<FileStamp | undefined> {
  return stampIn(await lstat(path).catch(() => undefined));
}

function stampIn(stats: Stats | undefined): FileStamp | undefined {
  if (stats?.isFile() !== true || stats.size === 0) return undefined;
  return { size: stats.size, changed: stats.mtimeMs };
}

/** Undefined if it cannot be read. */
async function readFile(path: string): Promise<FileReading | undefined> {
  try {
    const file = await open(path);
    try {
      const { size, mtimeMs } = await file.stat();
      const text = size > LONGEST_TEXT ? undefined : await file.readFile('utf8');
      return { path, stamp: { size, changed: mtimeMs }, text };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
