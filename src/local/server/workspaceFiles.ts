import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** More files than this are not read; those that come first by path are. */
const MOST_FILES = 20_000;

/**
 * The absolute paths of the files below a folder. Symbolic links are not followed.
 *
 * @param isLearnable whether a file is worth reading, by its path from `root`
 * @throws Error if `root` cannot be read; folders below it that cannot are left out
 */
export async function workspaceFiles(
  root: string,
  isLearnable: (path: string) => boolean,
): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const found = readdir(folder, { withFileTypes: true });
    const entries = await (folder === root ? found : found.catch(() => []));
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        // What could lie in it says whether it is worth a look.
        if (isLearnable(relative(root, join(path, 'file')))) folders.push(path);
      } else if (entry.isFile() && isLearnable(relative(root, path))) {
        files.push(path);
        if (files.length >= MOST_FILES) return files;
      }
    }
  }
  return files;
}
