import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionErrorDetails } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';

/** Texts longer than this, in bytes or UTF-16 code units, are not learned: they are data. */
export const LONGEST_TEXT = 512 * 1024;

/** What a completed `index` job has learned from. */
export interface IndexResult {
  readonly files: number;
  readonly lexemes: number;
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
  | { readonly type: 'index'; readonly job: number; readonly paths: readonly string[] }
  | { readonly type: 'abort'; readonly job: number }
  | { readonly type: 'setDocument'; readonly id: string; readonly text: string }
  | { readonly type: 'removeDocument'; readonly id: string };

/** From the worker to the extension host. A job ends with `done`, `indexed` or `failed`. */
export type FromWorker =
  | { readonly type: 'chunk'; readonly job: number; readonly chunk: CompletionChunk }
  | { readonly type: 'done'; readonly job: number }
  | { readonly type: 'indexed'; readonly job: number; readonly result: IndexResult }
  | { readonly type: 'failed'; readonly job: number; readonly error: CompletionErrorDetails };
