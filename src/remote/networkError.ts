import { CompletionError, isCompletionError } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';
import { ProxyError } from './proxyError';

interface Explanation {
  /** What went wrong, to follow the server's origin in a sentence. */
  readonly what: Phrase;
  readonly remedy: Phrase;
  readonly retryable: boolean;
}

const unreachable: Explanation = {
  what: phrase`cannot be reached`,
  remedy: phrase`Check the network connection and the endpoint in the settings.`,
  retryable: true,
};

const closed: Explanation = {
  what: phrase`closed the connection without an answer`,
  remedy: phrase`Try again; if it stays like this, check that the server is in order.`,
  retryable: true,
};

const notHttp: Explanation = {
  what: phrase`does not answer in HTTP`,
  remedy: phrase`Check the scheme (http or https) and the port of the endpoint in the settings.`,
  retryable: false,
};

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: {
    what: phrase`refuses the connection: no server listens there`,
    remedy: phrase`Start the server, or correct the endpoint in the settings.`,
    retryable: true,
  },
  ENOTFOUND: {
    what: phrase`cannot be found: the name does not exist, or there is no network`,
    remedy: phrase`Check the network connection and the endpoint in the settings.`,
    retryable: true,
  },
  EAI_AGAIN: {
    what: phrase`cannot be found: name resolution does not answer`,
    remedy: phrase`Check the network connection.`,
    retryable: true,
  },
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  // What macOS calls some of these.
  EHOSTDOWN: unreachable,
  ENETDOWN: unreachable,
  UND_ERR_CONNECT_TIMEOUT: unreachable,
  ECONNRESET: closed,
  // The same on Windows, where a connection was idle while the process, or the machine, slept.
  ECONNABORTED: closed,
  EPIPE: closed,
  UND_ERR_SOCKET: closed,
  ERR_PROXY_SCHEME: {
    what: phrase`is of a kind that cannot be used: only http:// and https:// proxies can`,
    remedy: phrase`Set http.proxy to the address of an HTTP proxy.`,
    retryable: false,
  },
  UND_ERR_DESTROYED: {
    what: phrase`was left, because the connection was closed on this side`,
    remedy: phrase`Try again.`,
    retryable: true,
  },
};

const CERTIFICATE = /CERT|^UNABLE_TO_|^ERR_TLS_/;
const certificate: Explanation = {
  what: phrase`has a TLS certificate that is not trusted`,
  remedy: phrase`Check the endpoint, or make the certificate known to the system.`,
  retryable: false,
};

const TLS = /^ERR_SSL_|^EPROTO$/;
const tls: Explanation = {
  what: phrase`does not complete the TLS handshake`,
  remedy: phrase`Check the scheme (http or https) and the port of the endpoint in the settings.`,
  retryable: false,
};

const HTTP = /^HPE_|^HTTPParserError$|^UND_ERR_HEADERS_OVERFLOW$/;

const unexpected: Explanation = {
  what: phrase`could not be asked, for a reason that is not known`,
  remedy: phrase`Try again; if it stays like this, report it with the code in this message.`,
  retryable: false,
};

/** The error for a request that got no answer from `origin`, in plain words with the error's code. */
export function networkError(error: unknown, origin: string): CompletionError {
  if (isCompletionError(error)) return error;
  const code = codeOf(error);
  if (error instanceof ProxyError) return proxyFailure(error, code, origin);
  const { what, remedy, retryable } = explain(code);
  return new CompletionError({
    kind: 'network',
    message: code === undefined ? phrase`${origin} ${what}.` : phrase`${origin} ${what} (${code}).`,
    remedy,
    code,
    retryable,
  });
}

function proxyFailure(
  { proxy, status }: ProxyError,
  code: string | undefined,
  origin: string,
): CompletionError {
  const known = status === undefined ? undefined : `HTTP ${status}`;
  const { what, remedy, retryable } =
    status === undefined ? { ...explain(code), remedy: CHECK_PROXY } : refusedBy(status, origin);
  return new CompletionError({
    kind: 'network',
    message: phrase`The proxy ${proxy} ${what} (${known ?? code ?? phrase`no answer`}).`,
    remedy,
    status,
    code: known === undefined ? code : undefined,
    retryable,
  });
}

const CHECK_PROXY = phrase`Check the setting http.proxy, or the proxy variables of the environment.`;

function refusedBy(status: number, origin: string): Explanation {
  if (status === 407) {
    return {
      what: phrase`wants a user name and a password, or others than it got`,
      remedy: phrase`Put them into the setting http.proxy, or set http.proxyAuthorization.`,
      retryable: false,
    };
  }
  const unreachable = status >= 500;
  return {
    what: unreachable ? phrase`does not reach ${origin}` : phrase`refuses to connect to ${origin}`,
    remedy: phrase`Check the endpoint, and ask who runs the proxy; or except the host in http.noProxy.`,
    retryable: unreachable,
  };
}

/** Whether the other side closed the connection, as it does with one that was idle for long. */
export function isClosedByServer(error: unknown): boolean {
  return explain(codeOf(error)) === closed;
}

/** Whether the other side, be it a proxy, showed a certificate that is not trusted. */
export function isUntrustedCertificate(error: unknown): boolean {
  return explain(codeOf(error)) === certificate;
}

function explain(code = ''): Explanation {
  if (CERTIFICATE.test(code)) return certificate;
  if (TLS.test(code)) return tls;
  if (HTTP.test(code)) return notHttp;
  return EXPLANATIONS[code] ?? unexpected;
}

/** The code of an error or of its cause, of the first of several attempts; else the error's name. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof ProxyError && error.cause === undefined) return undefined;
  return codeOf(error.cause) ?? error.name;
}
