import type { BackendCapabilities } from '../../src/completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../../src/completions/completionBackend';
import type { CompletionChunk } from '../../src/completions/completionChunk';
import type { CompletionRequest } from '../../src/completions/completionRequest';
import { type RequestAllowance, UNLIMITED } from '../../src/completions/requestAllowance';

/** One token that the backend says, with its probability (1 where left out), and others with theirs. */
export type ScriptedToken =
  string | readonly [text: string, probability: number, others?: Readonly<Record<string, number>>];

/** A backend for tests of what stands above it: it says what the test tells it to, token by token. */
export class ScriptedBackend implements CompletionBackend {
  readonly requests: CompletionRequest[] = [];
  /** How many tokens were taken from it, over all requests. */
  taken = 0;
  /** How many streams were left or aborted before their end. */
  stopped = 0;
  failure: Error | undefined;

  known: BackendCapabilities = {
    suffix: true,
    logProbabilities: true,
    severalChoices: true,
    rawPrompt: true,
    mostStops: 4,
  };
  allowed: RequestAllowance = UNLIMITED;

  constructor(public tokens: readonly ScriptedToken[]) {}

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    this.requests.push(request);
    let finished = false;
    try {
      await Promise.resolve();
      if (this.failure) throw this.failure;
      for (const token of this.tokens) {
        if (signal.aborted) return;
        this.taken++;
        yield tokenChunk(token);
      }
      finished = true;
    } finally {
      if (!finished) this.stopped++;
    }
  }

  models(): Promise<ModelInfo[]> {
    return Promise.resolve([{ id: 'scripted' }]);
  }

  capabilities(): Promise<BackendCapabilities> {
    return Promise.resolve(this.known);
  }

  allowance(): Promise<RequestAllowance> {
    return Promise.resolve(this.allowed);
  }
}

/** A chunk that carries one token. */
export function tokenChunk(token: ScriptedToken): CompletionChunk {
  const [text, probability, others = {}] =
    typeof token === 'string' ? ([token, 1] as const) : token;
  const logprob = Math.log(probability);
  const unsaid = Object.entries(others).map(([other, each]) => [other, Math.log(each)] as const);
  return {
    choices: [
      {
        index: 0,
        text,
        logprobs: {
          tokens: [text],
          token_logprobs: [logprob],
          top_logprobs: [{ [text]: logprob, ...Object.fromEntries(unsaid) }],
          text_offset: [0],
        },
      },
    ],
  };
}
