import { CompletionError, type CompletionErrorKind } from '../../completions/completionError';

/** What the API calls the types of errors. */
const TYPES: Readonly<Record<CompletionErrorKind, string>> = {
  invalidRequest: 'invalid_request_error',
  contextLength: 'invalid_request_error',
  authentication: 'authentication_error',
  billing: 'payment_required_error',
  permission: 'permission_error',
  notFound: 'not_found_error',
  rateLimit: 'too_many_requests_error',
  server: 'server_error',
  network: 'server_error',
  timeout: 'server_error',
  truncated: 'server_error',
  protocol: 'server_error',
};

/** The body of a refusal: the flat form of the API. */
export interface RefusalBody {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string;
}

export function refusalBody(error: CompletionError): RefusalBody {
  const { kind, message, remedy, parameter, code } = error;
  return {
    message: `${message} ${remedy}`,
    type: TYPES[kind],
    param: parameter ?? null,
    code: code ?? 'server_error',
  };
}

function refusal(
  kind: CompletionErrorKind,
  [status, code]: readonly [number, string],
  message: string,
  remedy: string,
): CompletionError {
  return new CompletionError({ kind, status, code, message, remedy });
}

const WRONG_FORMAT = 'wrong_api_format';

/** A request whose body, headers or address are not what the API takes. */
export function wrongFormat(message: string, remedy: string, status = 400): CompletionError {
  return refusal('invalidRequest', [status, WRONG_FORMAT], message, remedy);
}

export function tooLarge(limit: number): CompletionError {
  return wrongFormat(
    `The body of the request is longer than ${limit} bytes.`,
    'Send a shorter prompt.',
    413,
  );
}

export function unknownPath(path: string): CompletionError {
  return refusal(
    'notFound',
    [404, 'not_found'],
    `There is nothing at ${path.slice(0, 200)}.`,
    'Ask for /v1/completions or /v1/models.',
  );
}

export function wrongMethod(method: string, allowed: string): CompletionError {
  return wrongFormat(`${method} is not possible here.`, `Use ${allowed}.`, 405);
}

export function unknownModel(model: string, known: readonly string[]): CompletionError {
  return refusal(
    'notFound',
    [404, 'model_not_found'],
    `Model ${model.slice(0, 200)} does not exist.`,
    `Use ${known.join(' or ')}.`,
  );
}

export function foreignHost(): CompletionError {
  return refusal(
    'permission',
    [403, 'wrong_host'],
    'The Host header does not name this machine.',
    'Ask for 127.0.0.1 or localhost.',
  );
}

export function missingKey(): CompletionError {
  return refusal(
    'permission',
    [403, 'missing_api_key'],
    'The request has no API key.',
    'Send it as Authorization: Bearer KEY.',
  );
}

export function wrongKey(): CompletionError {
  return refusal(
    'authentication',
    [401, 'wrong_api_key'],
    'The API key is not the one that this server was started with.',
    'Send that one.',
  );
}

export function queueFull(): CompletionError {
  return new CompletionError({
    ...{ kind: 'rateLimit', status: 429, code: 'queue_exceeded', retryable: true },
    message: 'Too many requests are waiting.',
    remedy: 'Try again in a moment.',
    retryAfter: 1000,
  });
}

/** @param retryAfter in milliseconds */
export function quotaExceeded(limit: number, retryAfter: number): CompletionError {
  return new CompletionError({
    ...{ kind: 'rateLimit', status: 429, code: 'request_quota_exceeded', retryable: true },
    message: `The server was told to take ${limit} requests a minute, and they are used up.`,
    remedy: 'Wait until the minute is over.',
    retryAfter,
  });
}

/** @param reason what was thrown, which nobody had expected */
export function internalError(reason: unknown): CompletionError {
  const detail = reason instanceof Error ? reason.message : String(reason);
  return refusal(
    'server',
    [500, 'server_error'],
    `The server failed: ${detail}.`,
    'Report it with the request that led to it.',
  );
}
