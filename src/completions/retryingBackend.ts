import { setTimeout } from 'node:timers/promises';
import type { CompletionBackend } from './completionBackend';
import type { CompletionChunk } from './completionChunk';
import { type CompletionError, isCompletionError } from './completionError';
import type { CompletionRequest } from './completionRequest';
import { ForwardingBackend } from './forwardingBackend';

/** How often a request is sent again at most: the number of the official clients. */
const RETRIES = 2;
/** Longest wait before a retry, in milliseconds. Where the server asks for more, the person decides. */
const LONGEST_WAIT = 20_000;

/** What is random and takes time, to be replaced in tests. */
export interface RetryClock {
  /** From 0 to 1. */
  random(): number;
  /** Resolves after `milliseconds`, or at once when `signal` aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemRetryClock: RetryClock = {
  random: Math.random,
  wait: (milliseconds, signal) =>
    setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
};

/**
 * A backend that asks again where that may help, for requests that a person waits for. Ghost text
 * does without: who types asks anew with the next key anyway, and nobody wants what comes too late.
 */
export class RetryingBackend extends ForwardingBackend {
  /** @param retrying hears of each retry: what failed, and how long is waited, in milliseconds */
  constructor(
    backend: CompletionBackend,
    private readonly clock: RetryClock,
    private readonly retrying: (error: CompletionError, wait: number) => void,
  ) {
    super(backend);
  }

  /** As `CompletionBackend.complete`. Nothing is asked again once a part of the answer has come. */
  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    for (let retries = 0; ; retries++) {
      let begun = false;
      try {
        for await (const chunk of this.backend.complete(request, signal)) {
          begun = true;
          yield chunk;
        }
        return;
      } catch (error) {
        const wait = isCompletionError(error) ? waitBefore(error, retries, this.clock) : undefined;
        if (begun || !isCompletionError(error) || wait === undefined) throw error;
        this.retrying(error, wait);
        await this.clock.wait(wait, signal);
        if (signal.aborted) return;
      }
    }
  }
}

/** How long to wait before asking again, in milliseconds; undefined where that is of no use. */
function waitBefore(
  { kind, retryable, retryAfter }: CompletionError,
  retries: number,
  clock: RetryClock,
): number | undefined {
  if (!retryable || kind === 'truncated' || retries >= RETRIES) return undefined;
  const wait = retryAfter ?? Math.min(500 * 2 ** retries, 8_000) * (1 - 0.25 * clock.random());
  return wait <= LONGEST_WAIT ? wait : undefined;
}
