import { CompletionError, type CompletionErrorKind } from '../completions/completionError';
import type { Phrase, PhraseValue } from '../completions/phrase';
import { type AnswerHeaders, singleHeader } from './answerHeaders';
import { contextFigures } from './contextFigures';
import { reportedLimits } from './rateLimitHeaders';
import { refusalAdvice } from './refusalAdvice';
import { retryAfter } from './retryAfter';
import type { RefusedRequest } from './refusedRequest';
import type { ServerReport } from './serverReport';

export interface Refusal {
  /** HTTP status; undefined for a failure inside a stream. */
  readonly status?: number | undefined;
  readonly headers?: AnswerHeaders;
  readonly report: ServerReport;
  /** What is wrong with the answer, where the server does not say it. */
  readonly why?: Phrase | undefined;
}

/** The error for a server's refusal, by the table of the API's errors. */
export function refusalError(refusal: Refusal, request: RefusedRequest): CompletionError {
  const { headers = {} } = refusal;
  const report = withoutSecrets(refusal.report, request);
  const status = refusal.status ?? report.status;
  const kind = kindOf(status, report, request.apiKey !== undefined);
  const wait =
    retryAfter(headers, Date.now()) ?? (kind === 'rateLimit' ? untilReset(headers) : undefined);
  return new CompletionError({
    kind,
    ...refusalAdvice(kind, {
      status,
      report,
      request,
      wait,
      why: withoutSecretsIn(refusal.why, request),
    }),
    status,
    code: report.code,
    requestId: requestIdIn(headers, request) ?? report.id ?? request.requestId,
    retryable: retryableBy(headers) ?? (kind === 'rateLimit' || kind === 'server'),
    retryAfter: wait,
    context: kind === 'contextLength' ? contextFigures(report) : undefined,
  });
}

/** What a server calls a request. */
export function requestIdIn(headers: AnswerHeaders, request: RefusedRequest): string | undefined {
  const id = singleHeader(headers, 'x-request-id');
  return id && hideSecrets(id, request);
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

/** How long until a limit that is used up is whole again, in milliseconds. */
function untilReset(headers: AnswerHeaders): number | undefined {
  const resets = reportedLimits(headers, Date.now()).flatMap(({ remaining, reset }) =>
    remaining === 0 && reset !== undefined ? [reset] : [],
  );
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

function retryableBy(headers: AnswerHeaders): boolean | undefined {
  const advice = singleHeader(headers, 'x-should-retry');
  return advice === 'true' ? true : advice === 'false' ? false : undefined;
}

function withoutSecrets(report: ServerReport, request: RefusedRequest): ServerReport {
  const hide = (text: string | undefined) => text && hideSecrets(text, request);
  return {
    ...report,
    message: hide(report.message),
    code: hide(report.code),
    type: hide(report.type),
    parameter: hide(report.parameter),
    id: hide(report.id),
  };
}

function withoutSecretsIn(why: Phrase | undefined, request: RefusedRequest): Phrase | undefined {
  const hide = (value: PhraseValue) =>
    typeof value === 'string' ? hideSecrets(value, request) : value;
  return why && { ...why, values: why.values.map(hide) };
}

/** The longest of what a server says that is kept, in characters. */
const LONGEST = 1000;

/** `text` without the key and the other secrets. */
function hideSecrets(text: string, { apiKey, secrets = [] }: RefusedRequest): string {
  let hidden = text;
  for (const secret of [apiKey ?? '', ...secrets]) {
    if (secret === '') continue;
    hidden = hidden.replace(inAnyForm(secret), secret === apiKey ? '(API key)' : '(secret)');
  }
  return hidden.slice(0, LONGEST);
}

/** A text of ASCII as it is, or as it stands in an address, in JSON or in a page. */
function inAnyForm(text: string): RegExp {
  const characters = Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    const hex = code.toString(16).padStart(2, '0');
    return String.raw`(?:\\?\x${hex}|%${hex}|\\u00${hex}|&#(?:0*${code}|x0*${hex});)`;
  });
  return new RegExp(characters.join(''), 'gi');
}
