import assert from 'node:assert/strict';
import { CompletionAccumulator } from '../../../src/completions/completionAccumulator';
import type { CompletionChunk } from '../../../src/completions/completionChunk';
import { type CompletionError, isCompletionError } from '../../../src/completions/completionError';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { RemoteBackend, type RemoteOptions } from '../../../src/remote/remoteBackend';
import { CompletionsServer, type CompletionsServerOptions } from '../../support/completionsServer';
import { ProxyServer, type ProxyServerOptions } from '../../support/proxyServer';
import { RawServer } from './rawServer';

export const REQUEST: CompletionRequest = { prompt: 'Once', model: 'test-model', max_tokens: 100 };

/** What came of a completion: its chunks, and the error after them, if there was one. */
export interface Outcome {
  readonly chunks: CompletionChunk[];
  readonly completion: CompletionAccumulator;
  readonly error: CompletionError | undefined;
}

/** Servers and backends for the tests of one `describe`; gone after each test, also a failed one. */
export function useServers() {
  const cleanUps: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });
  return {
    async completions(options: CompletionsServerOptions): Promise<CompletionsServer> {
      const server = await CompletionsServer.start(options);
      cleanUps.push(() => server.close());
      return server;
    },
    async proxy(options: ProxyServerOptions = {}): Promise<ProxyServer> {
      const proxy = await ProxyServer.start(options);
      cleanUps.push(() => proxy.close());
      return proxy;
    },
    async raw(...how: Parameters<typeof RawServer.start>): Promise<RawServer> {
      const server = await RawServer.start(...how);
      cleanUps.push(() => server.close());
      return server;
    },
    backend(endpoint: string, options: Partial<RemoteOptions> = {}): RemoteBackend {
      const backend = backendFor(endpoint, options);
      cleanUps.push(() => {
        backend.dispose();
      });
      return backend;
    },
  };
}

function backendFor(endpoint: string, options: Partial<RemoteOptions>): RemoteBackend {
  return new RemoteBackend({
    endpoint,
    dialect: 'cerebras',
    apiKey: () => Promise.resolve(undefined),
    userAgent: 'inkling-test',
    ...options,
  });
}

/** Runs a completion to its end; an error that is no `CompletionError` fails the test. */
export async function outcomeOf(stream: AsyncIterable<CompletionChunk>): Promise<Outcome> {
  const chunks: CompletionChunk[] = [];
  const completion = new CompletionAccumulator();
  let error: CompletionError | undefined;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      completion.add(chunk);
    }
  } catch (thrown) {
    assert.ok(isCompletionError(thrown), String(thrown));
    error = thrown;
  }
  return { chunks, completion, error };
}

/** Completes with a backend of its own, which is gone afterwards. */
export async function complete(
  endpoint: string,
  request: CompletionRequest = REQUEST,
  options: Partial<RemoteOptions> = {},
): Promise<Outcome> {
  const backend = backendFor(endpoint, options);
  try {
    return await outcomeOf(backend.complete(request, new AbortController().signal));
  } finally {
    backend.dispose();
  }
}

/** The error that `action` throws, which has to be a `CompletionError`. */
export async function errorOf(action: () => unknown): Promise<CompletionError> {
  try {
    await action();
  } catch (error) {
    assert.ok(isCompletionError(error), String(error));
    return error;
  }
  assert.fail('Nothing was thrown.');
}
