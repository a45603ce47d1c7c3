import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { firstUnitOf } from '../indentation';
import { normaliseForLearning } from '../lexer';
import { LONGEST_TEXT, whyUnlearnable, type Unlearnable } from '../learning';
import { NumberList } from '../numberList';
import type { FileStamp } from '../sourceFiles';
import { ByteReader } from './byteReader';
import { TextTable } from './textTable';

/** A file that was read. */
export interface LexedFile {
  readonly path: string;
  readonly stamp: FileStamp;
  /** How many lexemes it has, or why it is not to be learned. */
  readonly result: number | Unlearnable;
}

/** Files, cut into lexemes that their thread has numbered from 1 on in the order it met them. */
export interface LexedFiles {
  readonly thread: number;
  /** Without those that cannot be read: they may be gone or locked. */
  readonly files: readonly LexedFile[];
  /** Of all files, one behind the other. */
  readonly lexemes: Int32Array;
  /** The texts of the numbers that follow those that the thread has told before. */
  readonly texts: readonly string[];
}

/** Reads files and cuts them into lexemes, all at once: for a thread that does nothing else. */
export class FileLexer {
  /** For one file; what is no UTF-8 becomes three times as long when it is replaced. */
  private readonly bytes = Buffer.allocUnsafe(3 * LONGEST_TEXT);
  private readonly texts = new TextTable();
  private readonly lexemes = new NumberList(LONGEST_TEXT);
  private readonly reader = new ByteReader(this.texts, new TextTable(), this.lexemes);

  /** @param memory for the lexemes, if they have room in it */
  lex(paths: readonly string[], memory: Int32Array): LexedFiles {
    const { lexemes, texts } = this;
    const files: LexedFile[] = [];
    const told = texts.size;
    lexemes.clear();
    for (const path of paths) {
      const stamped = this.read(path);
      if (!stamped) continue;
      const { stamp, text } = stamped;
      const unlearnable = text === undefined ? 'tooLarge' : whyUnlearnable(text);
      files.push({ path, stamp, result: unlearnable ?? this.append(text ?? '') });
    }
    return {
      thread: threadId,
      files,
      lexemes: lexemes.copyTo(memory),
      texts: Array.from({ length: texts.size - told }, (_, index) =>
        texts.textOf(told + index + 1),
      ),
    };
  }

  /** @param written the text of the file that is in memory */
  private append(written: string): number {
    const before = this.lexemes.length;
    const text = normaliseForLearning(written);
    this.reader.append(this.bytes, this.bytes.write(text), firstUnitOf(text));
    return this.lexemes.length - before;
  }

  /** Undefined if it cannot be read; without its text if it is too large. */
  private read(path: string): { stamp: FileStamp; text: string | undefined } | undefined {
    const { bytes } = this;
    try {
      const file = openSync(path, 'r');
      try {
        const { size, mtimeMs } = fstatSync(file);
        const stamp = { size, changed: mtimeMs };
        if (size > LONGEST_TEXT) return { stamp, text: undefined };
        let length = 0;
        for (let more = 1; more > 0 && length < LONGEST_TEXT; length += more) {
          more = readSync(file, bytes, length, LONGEST_TEXT - length, null);
        }
        return { stamp, text: bytes.toString('utf8', 0, length) };
      } finally {
        closeSync(file);
      }
    } catch {
      return undefined;
    }
  }
}
