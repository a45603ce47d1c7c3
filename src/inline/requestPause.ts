import type { CompletionError } from '../completions/completionError';

/** How long automatic requests rest after a failure that may pass by itself, in milliseconds. */
const SHORT_REST = 5_000;
const RATE_LIMIT_REST = 10_000;
/** The longest that a server's own word is taken for: then one request asks whether it still holds. */
const LONGEST_REST = 3_600_000;

/**
 * Keeps automatic requests from hammering a server that has just failed: each keystroke would
 * otherwise be one more failure. Explicit requests do not ask here.
 */
export class RequestPause {
  private until = 0;

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(private readonly now: () => number) {}

  get active(): boolean {
    return this.left > 0;
  }

  /** How long it goes on, in milliseconds; Infinity until it is lifted. */
  get left(): number {
    return Math.max(0, this.until - this.now());
  }

  /** Rests for as long as `error` calls for: until `lift` where only the person can mend it. */
  start(error: CompletionError): void {
    this.until = this.now() + rest(error);
  }

  lift(): void {
    this.until = 0;
  }
}

function rest(error: CompletionError): number {
  switch (error.kind) {
    case 'rateLimit':
      return Math.min(error.retryAfter ?? RATE_LIMIT_REST, LONGEST_REST);
    case 'authentication':
    case 'billing':
    case 'permission':
    case 'notFound':
    case 'invalidRequest':
      return Infinity;
    case 'contextLength':
    case 'truncated':
    case 'protocol':
      return 0;
    case 'server':
    case 'network':
    case 'timeout':
      return Math.min(error.retryAfter ?? SHORT_REST, LONGEST_REST);
  }
}
