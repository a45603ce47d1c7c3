/**
 * What the extension and the inspector's webview say to each other. The webview imports nothing else
 * of the extension.
 */

/** One token, ready to be shown. */
export interface InspectedToken {
  readonly text: string;
  /** Natural logarithm of its probability; null where the server gave none. */
  readonly logProbability: number | null;
  /** Most likely first. */
  readonly alternatives: readonly { readonly text: string; readonly logProbability: number }[];
}

/** One completion, ready to be shown. Times are in milliseconds. */
export interface InspectedCompletion {
  readonly id: number;
  /** What asked for it, such as "Ghost text". */
  readonly origin: string;
  readonly model: string;
  readonly state: 'streaming' | 'complete' | 'stopped' | 'failed';
  /** What went wrong and what to do about it, when failed. */
  readonly failure: string | null;
  readonly finishReason: string | null;
  readonly text: string;
  /** Empty where the server gives no log probabilities. */
  readonly tokens: readonly InspectedToken[];
  readonly usage: {
    readonly promptTokens: number;
    readonly cachedTokens: number | null;
    readonly completionTokens: number;
  } | null;
  readonly timeToFirstToken: number | null;
  readonly totalTime: number | null;
}

/** From the extension to the webview. */
export interface ShowCompletion {
  readonly type: 'showCompletion';
  readonly completion: InspectedCompletion | null;
}

/** From the webview to the extension: the page is there and wants to be told everything. */
export interface WebviewReady {
  readonly type: 'ready';
}

export type MessageToWebview = ShowCompletion;
export type MessageToExtension = WebviewReady;

/** Checks a message that the webview has received. */
export function isMessageToWebview(message: unknown): message is MessageToWebview {
  return typeOf(message) === 'showCompletion';
}

/** Checks a message that the extension has received. */
export function isMessageToExtension(message: unknown): message is MessageToExtension {
  return typeOf(message) === 'ready';
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message
    ? message.type
    : undefined;
}
