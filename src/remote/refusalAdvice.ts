import type { CompletionErrorKind } from '../completions/completionError';
import type { RefusedRequest } from './refusedRequest';
import type { ServerReport } from './serverReport';

export interface RefusalFacts {
  readonly status: number | undefined;
  readonly report: ServerReport;
  readonly request: RefusedRequest;
  /** How long the server asks to wait, in milliseconds. */
  readonly wait: number | undefined;
}

interface Advice {
  readonly message: string;
  readonly remedy: string;
  /** The parameter that the refusal is about, where one is known. */
  readonly parameter?: string;
}

/** What happened and what to do about it, in plain words, for a refusal of `kind`. */
export function refusalAdvice(kind: CompletionErrorKind, facts: RefusalFacts): Advice {
  const { status, report, request } = facts;
  const say = (what: string) => `${what}${status ? ` (HTTP ${status})` : ''}${said(report)}`;
  switch (kind) {
    case 'contextLength':
      return {
        message: say('The prompt is longer than the model can take'),
        remedy: 'Send less context, or choose a model with a longer context.',
      };
    case 'authentication':
      return authentication(say, request);
    case 'permission':
      return {
        message: say(`${request.origin} refused access`),
        remedy: 'Check that the API key may use this model and this endpoint.',
      };
    case 'billing':
      return {
        message: say(`${request.origin} refused the request because of its billing`),
        remedy: 'Check the plan and the payment details at the provider.',
      };
    case 'notFound':
      return notFound(say, facts);
    case 'rateLimit':
      return rateLimit(say, facts);
    case 'server':
      return {
        message: say(`${request.origin} failed to answer`),
        remedy: 'Try again in a moment.',
      };
    case 'protocol':
      return {
        message: say(`${request.origin}${request.path} did not answer what was asked`),
        remedy: 'Check the endpoint in the settings.',
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

type Say = (what: string) => string;

function authentication(say: Say, { origin, apiKey }: RefusedRequest): Advice {
  return apiKey === undefined
    ? { message: say(`${origin} wants an API key, and none is set`), remedy: 'Set the API key.' }
    : { message: say(`${origin} refused the API key`), remedy: 'Set the right API key.' };
}

function notFound(say: Say, { report, request, status }: RefusalFacts): Advice {
  const { origin, path, model } = request;
  const aboutModel = report.code === 'model_not_found' || /\bmodel\b/i.test(report.message ?? '');
  if (aboutModel && model !== undefined) {
    return {
      message: say(`${origin} has no model “${model}”`),
      remedy: 'Choose one of the models that the server offers.',
      parameter: 'model',
    };
  }
  const what = status === 405 ? 'takes no such request' : 'does not exist';
  return {
    message: say(`${origin}${path} ${what}`),
    remedy: 'Check the endpoint and the kind of server in the settings.',
  };
}

const USED_UP: Readonly<Record<string, string>> = {
  request_quota_exceeded: 'The allowance of requests is used up',
  token_quota_exceeded: 'The allowance of tokens is used up',
  queue_exceeded: 'The queue of the server is full',
};

function rateLimit(say: Say, { report, wait }: RefusalFacts): Advice {
  const seconds = wait === undefined ? undefined : Math.ceil(wait / 1000);
  return {
    message: say(USED_UP[report.code ?? ''] ?? 'The server takes no more requests for now'),
    remedy: seconds === undefined ? 'Wait a little, then try again.' : `Try again in ${seconds} s.`,
  };
}

function invalid(say: Say, { report, request }: RefusalFacts): Advice {
  const { parameter } = report;
  if (parameter === undefined) {
    return {
      message: say(`${request.origin} refused the request`),
      remedy: 'Check the model and the parameters in the settings.',
    };
  }
  return {
    message: say(`${request.origin} refused the parameter ${parameter}`),
    remedy: `Change ${parameter} in the settings, or leave it out.`,
    parameter,
  };
}
