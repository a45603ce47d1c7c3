import type { InspectedRow } from '../src/inspector/protocol';

type Place = NonNullable<InspectedRow['place']>;

/** The file's name and the line, as in `values.ts:12`: the end of a path tells the most. */
export function nameOf({ file, line }: Place): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
}

/** The folder that the file is in; '' for that of the workspace. */
export function folderOf({ file }: Place): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}
