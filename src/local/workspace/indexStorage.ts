import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeIndex, encodeIndex, type StoredWorkspace } from './indexFile';

const ENDING = '.index';
const UNFINISHED = '.tmp';

const DAY = 24 * 60 * 60 * 1000;
/** Indexes that have not been used for so long are removed, in milliseconds. */
const LONGEST_UNUSED = 60 * DAY;
/** The most space for all indexes, in bytes: those used latest are kept. */
const MOST_SPACE = 512 * 1024 * 1024;

/**
 * The indexes of workspaces on disk, one file each. A file is written aside and put in its place
 * whole, so that windows on the same workspace, and a crash, leave a whole one behind. What cannot be
 * read or written is no failure: the workspace is then learned anew.
 */
export class IndexStorage {
  /** @param folder an absolute path; made when it is needed */
  constructor(private readonly folder: string) {}

  /** Undefined if there is none for this workspace, or none that can be believed. */
  async load(key: string): Promise<StoredWorkspace | undefined> {
    const path = this.pathOf(key);
    try {
      const stored = await decodeIndex(await readFile(path));
      if (stored?.key !== key) return undefined;
      const now = new Date();
      // On a disk that cannot be written, the index is as good.
      await utimes(path, now, now).catch(() => undefined);
      return stored;
    } catch {
      return undefined;
    }
  }

  /** Never rejects: without the file, the next start takes longer. */
  async save(stored: StoredWorkspace): Promise<void> {
    const path = this.pathOf(stored.key);
    const unfinished = `${path}.${randomBytes(6).toString('hex')}${UNFINISHED}`;
    try {
      await mkdir(this.folder, { recursive: true });
      const file = await open(unfinished, 'wx', 0o600);
      try {
        for (const part of await encodeIndex(stored)) await file.writeFile(part);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, path);
      await this.removeOld();
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  private pathOf(key: string): string {
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    return join(this.folder, name + ENDING);
  }

  private async removeOld(): Promise<void> {
    const now = Date.now();
    const found: { path: string; size: number; used: number }[] = [];
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const { size, mtimeMs: used } = await stat(path);
      if (name.endsWith(UNFINISHED) && now - used > DAY) await rm(path, { force: true });
      if (name.endsWith(ENDING)) found.push({ path, size, used });
    }
    found.sort((a, b) => b.used - a.used);
    let space = 0;
    for (const { path, size, used } of found) {
      space += size;
      if (space > MOST_SPACE || now - used > LONGEST_UNUSED) await rm(path, { force: true });
    }
  }
}
