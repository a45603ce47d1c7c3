import type { CompletionError } from '../completions/completionError';
import type { CompletionSource } from '../completions/completionOutcome';
import type { CompletionRequest } from '../completions/completionRequest';
import type { DocumentWindow } from '../prompt/documentWindow';
import type { Prompt, PromptPart } from '../prompt/prompt';
import type { ConfidenceThresholds } from './confidenceGate';
import type { Indentation } from './followIndentation';

/** The document that ghost text is for, as far as the pipeline needs to know it. */
export interface GhostTextDocument {
  /** The same for as long as it is the same document. */
  readonly id: string;
  /** The editor's identifier of its language. */
  readonly languageId: string;
  readonly indentation: Indentation;
}

/** What the person's settings and the chosen backend say about ghost text. */
export interface GhostTextOptions {
  /** Model and sampling, as they go into the request. */
  readonly parameters: Omit<CompletionRequest, 'prompt' | 'suffix'>;
  /** Whether blocks are completed too, not only the rest of the line. */
  readonly multiLine: boolean;
  /** How sure the model must be of what is shown. */
  readonly thresholds: ConfidenceThresholds;
  /** How long to wait for the next key before asking, in milliseconds, or as the person types. */
  readonly delay: 'automatic' | number;
  /** Whether the first line shows while more is coming, rather than all of it when it is whole. */
  readonly growth: boolean;
  /** How many different completions are wanted on an explicit wish. */
  readonly alternatives: number;
  /** Whether nothing is asked ahead, and requests wait for a longer rest. */
  readonly thrifty: boolean;
  /** How sure the instant engine must be to answer meanwhile; undefined where it is not wanted. */
  readonly instant: ConfidenceThresholds | undefined;
}

/** A wish for ghost text at a cursor. */
export interface GhostTextRequest {
  readonly document: GhostTextDocument;
  readonly window: DocumentWindow;
  /**
   * A key was pressed; a key was pressed where only what is on the screen may go on; the person has
   * asked for it, or for several lines of it; or what is shown is to be brought up to date from what
   * is known.
   */
  readonly trigger: 'key' | 'along' | 'explicit' | 'block' | 'refresh';
  /** Looked up only when memory has no answer: it is a keystroke that waits. */
  readonly options: () => Promise<GhostTextOptions>;
}

/** Ghost text, fitted to where it is shown. */
export interface GhostText {
  /** The number of the completion that it is of. */
  readonly completion: number;
  readonly text: string;
  /** How many UTF-16 code units after the cursor the text takes the place of. */
  readonly replaces: number;
}

/**
 * Builds what the model is told for a completion at `window`; undefined when nothing of the document
 * may be told.
 */
export type PromptFor = (
  window: DocumentWindow,
  document: GhostTextDocument,
  model: string,
  signal: AbortSignal,
) => Promise<Prompt | undefined>;

/** A request that the pipeline is about to make. */
export interface PipelineRequest {
  readonly request: CompletionRequest;
  readonly source: CompletionSource;
  /** What its prompt is made of. */
  readonly parts: readonly PromptPart[];
  /** The numbers of the completions that its choices become, in their order. */
  readonly completions: readonly number[];
  /** How many tokens each of them begins with that are not asked for. */
  readonly lead: number;
  /** How long it took to make it, in milliseconds. */
  readonly preparation: number;
}

/** Hears what the pipeline is doing, to show it. */
export interface PipelineListener {
  /** Heard before the backend has the request. */
  asking(request: PipelineRequest): void;
  /** Ghost text is shown that needed no request. */
  remembered(): void;
  thinking(): void;
  idle(): void;
  /** @param pause milliseconds until automatic requests go again; Infinity until something changes */
  failed(error: CompletionError, pause: number): void;
  /** Automatic requests are held back for so many milliseconds, by the server's limit. */
  held(pause: number): void;
  /**
   * An answer was cut off though the cursor may still be in the same place of the document of this
   * id, as when the settings change: the editor does not ask again by itself.
   */
  interrupted(document: string): void;
  /** There is more, or better, to show than what is shown in the document of this id. */
  grown(document: string): void;
}
