import type { CompletionErrorKind } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';
import type { RefusedRequest } from './refusedRequest';
import type { ServerReport } from './serverReport';

export interface RefusalFacts {
  readonly status: number | undefined;
  readonly report: ServerReport;
  readonly request: RefusedRequest;
  /** How long the server asks to wait, in milliseconds. */
  readonly wait: number | undefined;
  /** What is wrong with the answer, where the server does not say it. */
  readonly why?: Phrase | undefined;
}

interface Advice {
  readonly message: Phrase;
  readonly remedy: Phrase;
  /** The parameter that the refusal is about, where one is known. */
  readonly parameter?: string;
}

/** What happened and what to do about it, in plain words, for a refusal of `kind`. */
export function refusalAdvice(kind: CompletionErrorKind, facts: RefusalFacts): Advice {
  const { status, report, request, why } = facts;
  const rest = why ? phrase`: ${why}.` : said(report);
  const say = (what: Phrase) =>
    status ? phrase`${what} (HTTP ${status})${rest}` : phrase`${what}${rest}`;
  switch (kind) {
    case 'contextLength':
      return {
        message: say(phrase`The prompt is longer than the model can take`),
        remedy: phrase`Send less context, or choose a model with a longer context.`,
      };
    case 'authentication':
      return authentication(say, request);
    case 'permission':
      return {
        message: say(phrase`${request.origin} refused access`),
        remedy: phrase`Check that the API key may use this model and this endpoint.`,
      };
    case 'billing':
      return {
        message: say(phrase`${request.origin} refused the request because of its billing`),
        remedy: phrase`Check the plan and the payment details at the provider.`,
      };
    case 'notFound':
      return notFound(say, facts);
    case 'rateLimit':
      return rateLimit(say, facts);
    case 'server':
      return {
        message: say(phrase`${request.origin} failed to answer`),
        remedy: phrase`Try again in a moment.`,
      };
    case 'protocol':
      return {
        message: say(phrase`${request.origin + request.path} did not answer what was asked`),
        remedy: phrase`Check the endpoint in the settings.`,
      };
    default:
      return invalid(say, facts);
  }
}

/** Longest message of a server that is passed on, in characters. */
const LONGEST_MESSAGE = 400;

function said({ message = '' }: ServerReport): string {
  const line = message.replace(/\s+/g, ' ').trim();
  if (line === '') return '.';
  if (line.length > LONGEST_MESSAGE) return `: ${line.slice(0, LONGEST_MESSAGE)}…`;
  return /[.!?…]$/.test(line) ? `: ${line}` : `: ${line}.`;
}

type Say = (what: Phrase) => Phrase;

function authentication(say: Say, { origin, apiKey }: RefusedRequest): Advice {
  return apiKey === undefined
    ? {
        message: say(phrase`${origin} wants an API key, and none is set`),
        remedy: phrase`Set the API key.`,
      }
    : {
        message: say(phrase`${origin} refused the API key`),
        remedy: phrase`Set the right API key.`,
      };
}

function notFound(say: Say, { report, request, status }: RefusalFacts): Advice {
  const { origin, path, model } = request;
  const aboutModel = report.code === 'model_not_found' || /\bmodel\b/i.test(report.message ?? '');
  if (aboutModel && model !== undefined) {
    return {
      message: say(phrase`${origin} has no model “${model}”`),
      remedy: phrase`Choose one of the models that the server offers.`,
      parameter: 'model',
    };
  }
  const place = origin + path;
  const takesNone = phrase`${place} takes no such request`;
  return {
    message: say(status === 405 ? takesNone : phrase`${place} does not exist`),
    remedy: phrase`Check the endpoint and the kind of server in the settings.`,
  };
}

const USED_UP: Readonly<Record<string, Phrase>> = {
  request_quota_exceeded: phrase`The allowance of requests is used up`,
  token_quota_exceeded: phrase`The allowance of tokens is used up`,
  queue_exceeded: phrase`The queue of the server is full`,
};

function rateLimit(say: Say, { report, wait }: RefusalFacts): Advice {
  const seconds = wait === undefined ? undefined : Math.ceil(wait / 1000);
  return {
    message: say(USED_UP[report.code ?? ''] ?? phrase`The server takes no more requests for now`),
    remedy:
      seconds === undefined
        ? phrase`Wait a little, then try again.`
        : phrase`Try again in ${seconds} s.`,
  };
}

function invalid(say: Say, { report, request }: RefusalFacts): Advice {
  const { parameter } = report;
  if (parameter === undefined) {
    return {
      message: say(phrase`${request.origin} refused the request`),
      remedy: phrase`Check the model and the parameters in the settings.`,
    };
  }
  return {
    message: say(phrase`${request.origin} refused the parameter ${parameter}`),
    remedy: phrase`Change ${parameter} in the settings, or leave it out.`,
    parameter,
  };
}
