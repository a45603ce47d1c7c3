import { phrase, type Phrase, type Wording, written } from './phrase';

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

/** What a server said of a prompt that is longer than the model's context, in tokens. */
export interface ContextTokens {
  /** What prompt and answer together may come to. */
  readonly limit: number;
  readonly prompt?: number | undefined;
  /** Prompt and longest answer. */
  readonly total?: number | undefined;
}

export interface CompletionErrorDetails {
  readonly kind: CompletionErrorKind;
  /** What happened and, where known, why: one sentence, without secrets. */
  readonly message: Wording;
  /** What the person can do about it: one sentence. */
  readonly remedy: Wording;
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
  /** For `contextLength`: the figures, where the server named them. */
  readonly context?: ContextTokens | undefined;
}

/** The one error a `CompletionBackend` throws. */
export class CompletionError extends Error implements CompletionErrorDetails {
  readonly kind: CompletionErrorKind;
  /** In English, as `message` is: for logs and for other programs. */
  readonly remedy: string;
  /** Both for the person, in any language. */
  readonly wording: Pick<CompletionErrorDetails, 'message' | 'remedy'>;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly parameter: string | undefined;
  readonly requestId: string | undefined;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly context: ContextTokens | undefined;

  constructor(details: CompletionErrorDetails) {
    const { message, remedy } = details;
    super(written(message));
    this.name = 'CompletionError';
    this.kind = details.kind;
    this.remedy = written(remedy);
    this.wording = { message, remedy };
    this.status = details.status;
    this.code = details.code;
    this.parameter = details.parameter;
    this.requestId = details.requestId;
    this.retryable = details.retryable ?? false;
    this.retryAfter = details.retryAfter;
    this.context = details.context;
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
  problem: Phrase,
  remedy = phrase`Change ${parameter} in the settings or in the request.`,
): CompletionError {
  return new CompletionError({
    kind: 'invalidRequest',
    message: phrase`The parameter ${parameter} ${problem}.`,
    remedy,
    status: 400,
    code: 'wrong_api_format',
    parameter,
  });
}

/** A parameter that cannot be used as it is, with the reason as a sentence of its own. */
export function invalidRequest(parameter: string, problem: Phrase): CompletionError {
  return invalidParameter(parameter, phrase`is not valid: ${problem}`);
}

/** A parameter that the API does not have. */
export function unknownParameter(
  parameter: string,
  remedy = phrase`Leave it out.`,
): CompletionError {
  return invalidParameter(parameter, phrase`is not one of the API’s`, remedy);
}
