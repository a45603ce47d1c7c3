import type { LeftOut } from '../corpus';

/** Why files of the workspace are left out, and how many. */
export type LeftOutCounts = Readonly<Partial<Record<LeftOut | 'unreadable', number>>>;

/** What is learned of the workspace. */
export interface IndexResult {
  /** All files that are learned. */
  readonly files: number;
  /** Of all these files. */
  readonly lexemes: number;
  /** How many files were read anew. */
  readonly read: number;
  readonly leftOut: LeftOutCounts;
}

export const NOTHING_INDEXED: IndexResult = { files: 0, lexemes: 0, read: 0, leftOut: {} };

/** How the reading of a workspace goes on. */
export interface Reporting {
  /** How many files are read, of how many. */
  readonly progress?: (read: number, total: number) => void;
  readonly signal: AbortSignal;
}
