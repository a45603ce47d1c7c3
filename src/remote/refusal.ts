import { CompletionError, type CompletionErrorKind } from '../completions/completionError';
import { type AnswerHeaders, singleHeader } from './answerHeaders';
import { refusalAdvice } from './refusalAdvice';
import { retryAfter } from './retryAfter';
import type { RefusedRequest } from './refusedRequest';
import type { ServerReport } from './serverReport';

export interface Refusal {
  /** HTTP status; undefined for a failure inside a stream. */
  readonly status?: number | undefined;
  readonly headers?: AnswerHeaders;
  readonly report: ServerReport;
}

/** The error for a server's refusal, by the table of the API's errors. */
export function refusalError(refusal: Refusal, request: RefusedRequest): CompletionError {
  const { headers = {} } = refusal;
  const report = withoutKey(refusal.report, request.apiKey);
  const status = refusal.status ?? report.status;
  const kind = kindOf(status, report, request.apiKey !== undefined);
  const wait = retryAfter(headers, Date.now());
  const requestId = singleHeader(headers, 'x-request-id');
  return new CompletionError({
    kind,
    ...refusalAdvice(kind, { status, report, request, wait }),
    status,
    code: report.code,
    requestId: requestId === undefined ? report.id : hideKey(requestId, request.apiKey),
    retryable: retryableBy(headers) ?? (kind === 'rateLimit' || kind === 'server'),
    retryAfter: wait,
  });
}

const KIND_BY_CODE: Readonly<Record<string, CompletionErrorKind>> = {
  wrong_api_format: 'invalidRequest',
  context_length_exceeded: 'contextLength',
  exceed_context_size_error: 'contextLength',
  wrong_api_key: 'authentication',
  invalid_api_key: 'authentication',
  insufficient_quota: 'billing',
  model_not_found: 'notFound',
  request_quota_exceeded: 'rateLimit',
  token_quota_exceeded: 'rateLimit',
  queue_exceeded: 'rateLimit',
  rate_limit_exceeded: 'rateLimit',
};

const KIND_BY_STATUS: Readonly<Record<number, CompletionErrorKind>> = {
  401: 'authentication',
  402: 'billing',
  403: 'permission',
  404: 'notFound',
  405: 'notFound',
  408: 'server',
  409: 'server',
  413: 'contextLength',
  429: 'rateLimit',
};

/** How servers without a code for it say that the prompt is too long. */
const TOO_LONG = /context (?:length|size|window)|maximum context|too many tokens/i;

function kindOf(
  status: number | undefined,
  { code, type, message }: ServerReport,
  keySent: boolean,
): CompletionErrorKind {
  const named = KIND_BY_CODE[code ?? ''] ?? KIND_BY_CODE[type ?? ''];
  if (named) return named;
  if ((status === 400 || status === 422) && TOO_LONG.test(message ?? '')) return 'contextLength';
  // Not implemented: trying again does not help.
  if (status === 501) return 'invalidRequest';
  if (status === undefined || status >= 500) return 'server';
  if (status === 403 && !keySent) return 'authentication';
  if (status < 400) return 'protocol';
  return KIND_BY_STATUS[status] ?? 'invalidRequest';
}

function retryableBy(headers: AnswerHeaders): boolean | undefined {
  const advice = singleHeader(headers, 'x-should-retry');
  return advice === 'true' ? true : advice === 'false' ? false : undefined;
}

function withoutKey(report: ServerReport, apiKey: string | undefined): ServerReport {
  const hide = (text: string | undefined) => (text === undefined ? text : hideKey(text, apiKey));
  return {
    message: hide(report.message),
    code: hide(report.code),
    type: hide(report.type),
    parameter: hide(report.parameter),
    id: hide(report.id),
    status: report.status,
  };
}

function hideKey(text: string, apiKey: string | undefined): string {
  return apiKey === undefined ? text : text.replaceAll(apiKey, '(API key)');
}
