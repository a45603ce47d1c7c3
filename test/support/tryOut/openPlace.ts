/** A folder to open, and perhaps a file in it with the cursor on a line. */
export interface OpenPlace {
  /** Absolute path. */
  readonly folder: string;
  /** Absolute path, and the line counted from 1. */
  readonly file?: { readonly path: string; readonly line: number };
}
