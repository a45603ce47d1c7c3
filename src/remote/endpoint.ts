import { CompletionError } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';

/** Where a server is: what of an address its requests need. */
export interface Endpoint {
  /** Scheme, host and port, such as `https://api.cerebras.ai`: the only place the key is sent to. */
  readonly origin: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  /** The path below which the API lies, without a trailing slash or `/v1`; often empty. */
  readonly basePath: string;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i;

/**
 * Reads the address a person has set. A missing scheme is added (`http` for the own machine, else
 * `https`), a trailing `/`, `/v1` or `/completions` is taken off.
 *
 * @throws CompletionError of kind `invalidRequest`
 */
export function parseEndpoint(address: string): Endpoint {
  const trimmed = address.trim();
  const scheme = SCHEME.test(trimmed) ? '' : LOOPBACK.test(trimmed) ? 'http://' : 'https://';
  const url = URL.canParse(scheme + trimmed) ? new URL(scheme + trimmed) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw invalidEndpoint(phrase`The endpoint in the settings is not an http or https address.`);
  }
  if (url.username || url.password)
    throw invalidEndpoint(
      phrase`The endpoint in the settings must not contain a user name or password.`,
    );
  const { origin, protocol, hostname, port } = url;
  const basePath = url.pathname
    .replace(/\/+$/, '')
    .replace(/(?:\/fim)?\/completions$/, '')
    .replace(/\/v1$/, '');
  return { origin, protocol, hostname, port, basePath };
}

/** The path to ask for `path` of the API, with a folder that both name (such as `/beta`) once. */
export function pathAt({ basePath }: Endpoint, path: string): string {
  const [folder = ''] = /^\/[^/]+/.exec(path) ?? [];
  return (basePath.endsWith(folder) ? basePath.slice(0, -folder.length) : basePath) + path;
}

function invalidEndpoint(message: Phrase): CompletionError {
  return new CompletionError({
    kind: 'invalidRequest',
    message,
    remedy: phrase`Set the endpoint to the address of a server, such as https://api.cerebras.ai.`,
  });
}
