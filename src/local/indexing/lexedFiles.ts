import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { FileStamp } from '../sourceFiles';
import { LexemeReader, LONGEST_TEXT, whyUnlearnable, type Unlearnable } from '../learning';
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

/**
 * Reads files and cuts them into lexemes, all at once: for a thread that does nothing else.
 *
 * @param memory for the bytes of one file, `LONGEST_TEXT` of them
 */
export function lexFiles(paths: readonly string[], memory: Buffer): LexedFiles {
  const vocabulary = new Vocabulary();
  const reader = new LexemeReader(vocabulary);
  const files: LexedFile[] = [];
  const read: Int32Array[] = [];
  for (const path of paths) {
    const file = readFile(path, memory);
    if (!file) continue;
    const { stamp, text } = file;
    const unlearnable = text === undefined ? 'tooLarge' : whyUnlearnable(text);
    if (text === undefined || unlearnable) {
      files.push({ path, stamp, result: unlearnable ?? 'tooLarge' });
      continue;
    }
    const lexemes = reader.readAll(text);
    read.push(lexemes);
    files.push({ path, stamp, result: lexemes.length });
  }
  const lexemes = new Int32Array(read.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const each of read) {
    lexemes.set(each, length);
    length += each.length;
  }
  const texts = Array.from({ length: vocabulary.size - 1 }, (_, id) => vocabulary.textOf(id + 1));
  return { files, lexemes, texts };
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
