import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IgnoreRules } from './ignoreRules';

/** The most folders that are looked into, in one workspace folder. */
const MOST_FOLDERS = 100_000;

/**
 * The absolute paths of the files in a folder that are source text by their names, each folder's own
 * files before its folders, alphabetically. Symbolic links are not followed: what they lead to is
 * found where it is, if it is in the workspace. Folders that cannot be read are left out.
 */
export async function* walkFolder(
  root: string,
  rules: IgnoreRules,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const folders = [''];
  for (let looked = 0; looked < MOST_FOLDERS && !signal.aborted; looked++) {
    const folder = folders.pop();
    if (folder === undefined) return;
    const entries = await entriesOf(join(root, folder));
    const inner: string[] = [];
    for (const entry of entries) {
      // As the editor has it: a disk of a Mac may have the letters and their accents apart.
      const name = process.platform === 'darwin' ? entry.name.normalize() : entry.name;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (entry.isFile() && rules.isSource(path)) yield join(root, path);
      if (entry.isDirectory() && rules.hasSources(path)) inner.push(path);
    }
    folders.push(...inner.reverse());
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
