import { appendFileSync, mkdirSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JournalFile } from '../inspector/historyJournal';

/** The journal of the history in a file of the extension's storage. Only its owner may read it. */
export class HistoryFile implements JournalFile {
  constructor(private readonly path: string) {}

  async read(): Promise<string> {
    return (await ifThere(readFile(this.path, 'utf8'))) ?? '';
  }

  async size(): Promise<number> {
    return (await ifThere(stat(this.path)))?.size ?? 0;
  }

  async append(text: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await appendFile(this.path, text, { mode: 0o600 });
  }

  appendAtOnce(text: string): void {
    if (text === '') return;
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, text, { mode: 0o600 });
  }

  async replace(text: string): Promise<void> {
    if (text === '') {
      await rm(this.path, { force: true });
      return;
    }
    await mkdir(dirname(this.path), { recursive: true });
    const staging = `${this.path}.new`;
    await writeFile(staging, text, { mode: 0o600 });
    await rename(staging, this.path);
  }
}

/** Undefined where the file does not exist. */
async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
