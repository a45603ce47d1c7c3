import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionErrorDetails } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import type { DocumentEdit } from './openDocument';
import type { SourceFolder } from './workspace/ignoreRules';
import type { IndexResult } from './workspace/indexResult';

/** What the engine's thread is started with. */
export interface EngineThreadData {
  readonly role: 'engine';
  /** Where indexes are kept on disk; nowhere if undefined. */
  readonly storageFolder: string | undefined;
}

/** From the extension host to the worker. A job is a request with an answer, by a number of its own. */
export type ToWorker =
  | {
      readonly type: 'complete';
      readonly job: number;
      readonly request: CompletionRequest;
      /** When it was asked for, in milliseconds since 1970. */
      readonly asked: number;
    }
  | {
      readonly type: 'readFolders';
      readonly job: number;
      readonly folders: readonly SourceFolder[];
    }
  | { readonly type: 'readChanged'; readonly job: number; readonly paths: readonly string[] }
  | { readonly type: 'abort'; readonly job: number }
  | { readonly type: 'setDocument'; readonly id: string; readonly text: string }
  | {
      readonly type: 'editDocument';
      readonly id: string;
      readonly edits: readonly DocumentEdit[];
      /** How many lines the document has then. */
      readonly lineCount: number;
    }
  | { readonly type: 'closeDocument'; readonly id: string };

/**
 * From the worker to the extension host. A job ends with `done`, `indexed` or `failed`; `textWanted`
 * belongs to none.
 */
export type FromWorker =
  | { readonly type: 'chunk'; readonly job: number; readonly chunk: CompletionChunk }
  | { readonly type: 'done'; readonly job: number }
  | {
      readonly type: 'progress';
      readonly job: number;
      readonly read: number;
      readonly total: number;
    }
  | { readonly type: 'indexed'; readonly job: number; readonly result: IndexResult }
  | { readonly type: 'failed'; readonly job: number; readonly error: CompletionErrorDetails }
  | { readonly type: 'textWanted'; readonly id: string };

/** A message that belongs to a job. */
export type JobMessage = Exclude<FromWorker, { type: 'textWanted' }>;

/** Makes the message that begins a job which ends with `indexed`. */
export type StartIndexing = (
  job: number,
) => Extract<ToWorker, { type: 'readFolders' | 'readChanged' }>;
