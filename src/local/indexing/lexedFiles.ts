import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { FileStamp } from '../sourceFiles';
import { LexemeReader, LONGEST_TEXT, whyUnlearnable, type Unlearnable } from '../learning';
import { NumberList } from '../numberList';
import { Vocabulary } from '../vocabulary';

/** A file that was read. */
export interface LexedFile {
  readonly path: string;
  readonly stamp: FileStamp;
  /** How many lexemes it has, or why it is not to be learned. */
  readonly result: number | Unlearnable;
}

/** Files, cut into lexemes that are numbered from 1 on in the order they were met. */
export interface LexedFiles {
  /** Without those that cannot be read: they may be gone or locked. */
  readonly files: readonly LexedFile[];
  /** Of all files, one behind the other. */
  readonly lexemes: Int32Array<ArrayBuffer>;
  /** The text of each number, less 1. */
  readonly texts: readonly string[];
}

/** What a thread reads files with, again and again: new memory each time, it is slow to win back. */
export class LexingMemory {
  /** For the bytes of one file. */
  readonly bytes = Buffer.allocUnsafe(LONGEST_TEXT);
  readonly lexemes = new NumberList();
}

/** Reads files and cuts them into lexemes, all at once: for a thread that does nothing else. */
export function lexFiles(paths: readonly string[], { bytes, lexemes }: LexingMemory): LexedFiles {
  const vocabulary = new Vocabulary();
  const reader = new LexemeReader(vocabulary, lexemes);
  const files: LexedFile[] = [];
  lexemes.clear();
  for (const path of paths) {
    const file = readFile(path, bytes);
    if (!file) continue;
    const { stamp, text } = file;
    const unlearnable = text === undefined ? 'tooLarge' : whyUnlearnable(text);
    if (text === undefined || unlearnable) {
      files.push({ path, stamp, result: unlearnable ?? 'tooLarge' });
      continue;
    }
    files.push({ path, stamp, result: reader.append(text) });
  }
  const texts = Array.from({ length: vocabulary.size - 1 }, (_, id) => vocabulary.textOf(id + 1));
  return { files, lexemes: lexemes.copy(), texts };
}

/** Undefined if it cannot be read; without its text if it is too large. */
function readFile(
  path: string,
  memory: Buffer,
): { stamp: FileStamp; text: string | undefined } | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const { size, mtimeMs } = fstatSync(file);
      const stamp = { size, changed: mtimeMs };
      if (size > LONGEST_TEXT) return { stamp, text: undefined };
      let length = 0;
      for (let more = 1; more > 0 && length < memory.length; length += more) {
        more = readSync(file, memory, length, memory.length - length, null);
      }
      return { stamp, text: memory.toString('utf8', 0, length) };
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
