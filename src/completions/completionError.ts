/** What kind of failure it was; each asks something different of the person. */
export type CompletionErrorKind =
  | 'invalidRequest'
  | 'contextLength'
  | 'authentication'
  | 'billing'
  | 'permission'
  | 'notFound'
  | 'rateLimit'
  | 'server'
  | 'network'
  | 'timeout'
  | 'truncated'
  | 'protocol';

export interface CompletionErrorDetails {
  readonly kind: CompletionErrorKind;
  /** What happened and, where known, why: one sentence, without secrets. */
  readonly message: string;
  /** What the person can do about it: one sentence. */
  readonly remedy: string;
  /** HTTP status, where the failure had one. */
  readonly status?: number | undefined;
  /** The server's own code, such as `wrong_api_key`. */
  readonly code?: string | undefined;
  /** The parameter of the request that is not valid or was refused, where one is named. */
  readonly parameter?: string | undefined;
  readonly requestId?: string | undefined;
  /** Whether the same request may succeed later. */
  readonly retryable?: boolean;
  /** How long to wait before that, in milliseconds, where the server said so. */
  readonly retryAfter?: number | undefined;
}

/** The one error a `CompletionBackend` throws. */
export class CompletionError extends Error implements CompletionErrorDetails {
  readonly kind: CompletionErrorKind;
  readonly remedy: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly parameter: string | undefined;
  readonly requestId: string | undefined;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(details: CompletionErrorDetails) {
    super(details.message);
    this.name = 'CompletionError';
    this.kind = details.kind;
    this.remedy = details.remedy;
    this.status = details.status;
    this.code = details.code;
    this.parameter = details.parameter;
    this.requestId = details.requestId;
    this.retryable = details.retryable ?? false;
    this.retryAfter = details.retryAfter;
  }
}

/**
 * Whether `error` is a `CompletionError`. By name, not by class: each bundle has a copy of the class.
 */
export function isCompletionError(error: unknown): error is CompletionError {
  return error instanceof Error && error.name === 'CompletionError' && 'kind' in error;
}

/**
 * A parameter that the API would refuse.
 *
 * @param problem what is wrong with it, to follow “The parameter NAME” in a sentence
 */
export function invalidParameter(
  parameter: string,
  problem: string,
  remedy = `Change ${parameter} in the settings or in the request.`,
): CompletionError {
  return new CompletionError({
    kind: 'invalidRequest',
    message: `The parameter ${parameter} ${problem}.`,
    remedy,
    status: 400,
    code: 'wrong_api_format',
    parameter,
  });
}

/** A parameter that cannot be used as it is, with the reason as a sentence of its own. */
export function invalidRequest(parameter: string, problem: string): CompletionError {
  return invalidParameter(parameter, `is not valid: ${problem}`);
}
