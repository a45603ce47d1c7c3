import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder on disk for one test. */
export class Folder {
  private constructor(readonly path: string) {}

  /** @param files their texts by their paths, with slashes */
  static async with(files: Readonly<Record<string, string>>): Promise<Folder> {
    const folder = new Folder(await mkdtemp(join(tmpdir(), 'inkling-folder-')));
    await folder.write(files);
    return folder;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(this.pathOf(path)), { recursive: true });
      await writeFile(this.pathOf(path), text);
    }
  }

  pathOf(path: string): string {
    return join(this.path, path);
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}
