import { Engine } from '../../../../src/local/engine';
import {
  CompletionsHttpServer,
  type CompletionsHttpServerOptions,
} from '../../../../src/local/server/completionsHttpServer';
import { CODE, corpusOf } from '../localTesting';

/** Servers of an engine that knows two files, for the tests of one `describe`; gone after each test. */
export function useServedEngine() {
  const servers: CompletionsHttpServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close(0);
  });
  return async (options: Partial<CompletionsHttpServerOptions> = {}) => {
    const corpus = await corpusOf({ '/a': CODE, '/b': CODE.replaceAll('values', 'numbers') });
    const engine = new Engine(() => corpus.model);
    const server = await CompletionsHttpServer.listen({
      ...{ engine, port: 0, health: () => ({ files: 2 }) },
      ...options,
    });
    servers.push(server);
    return { url: server.url, server, engine, corpus };
  };
}

export const MODEL = 'inkling-embedded';

/** Asks for a completion, with the headers that are needed. */
export function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}

/** The body of an answer, as an object. */
export async function objectOf(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new Error('The answer is no object.');
  return { ...value };
}

/** The status and code of a refusal, and the parameter that it names. */
export async function refusalOf(response: Response) {
  const { code, param } = await objectOf(response);
  return { status: response.status, code, param };
}
