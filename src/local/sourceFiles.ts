import { open } from 'node:fs/promises';
import type { SourceFile } from './corpus';
import { LONGEST_TEXT } from './protocol';

/** How many files are read ahead. */
const AHEAD = 8;

/** Reads files, in order; those that cannot be read or are too long to be learned are left out. */
export async function* readSourceFiles(
  paths: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<SourceFile> {
  const reading: Promise<SourceFile | undefined>[] = [];
  let next = 0;
  while (!signal.aborted) {
    for (let path = paths[next]; reading.length < AHEAD && path !== undefined; path = paths[next]) {
      reading.push(readSourceFile(path));
      next++;
    }
    const first = reading.shift();
    if (!first) return;
    const file = await first;
    if (file) yield file;
  }
}

/** Never rejects: a file may be gone or locked, which is no one's fault. */
async function readSourceFile(path: string): Promise<SourceFile | undefined> {
  try {
    const file = await open(path);
    try {
      const { size, mtimeMs } = await file.stat();
      if (size > LONGEST_TEXT) return undefined;
      return { path, text: await file.readFile('utf8'), changed: mtimeMs };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
