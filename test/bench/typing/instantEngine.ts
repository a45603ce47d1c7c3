import type { BackendCapabilities } from '../../../src/completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../../../src/completions/completionBackend';
import type { CompletionChunk } from '../../../src/completions/completionChunk';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import type { RequestAllowance } from '../../../src/completions/requestAllowance';
import { Corpus } from '../../../src/local/corpus';
import { Engine } from '../../../src/local/engine';
import { Slices } from '../../../src/local/slices';
import type { VirtualClock } from './virtualClock';

/** What an answer of the embedded engine takes, its way to the worker and back included. */
const ANSWER_TIME = 12;

/** The real embedded engine, of a workspace that has only the document itself, by a virtual clock. */
export class InstantEngine implements CompletionBackend {
  private readonly corpus = new Corpus(new Slices(() => false));
  private readonly engine = new Engine(() => this.corpus.model);

  constructor(private readonly clock: VirtualClock) {}

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    const chunks = await this.clock.during(this.answer(request, signal));
    await this.clock.wait(ANSWER_TIME, signal);
    if (!signal.aborted) yield* chunks;
  }

  models(): Promise<ModelInfo[]> {
    return this.engine.models();
  }

  capabilities(): Promise<BackendCapabilities> {
    return this.engine.capabilities();
  }

  allowance(): Promise<RequestAllowance> {
    return this.engine.allowance();
  }

  private async answer(
    request: CompletionRequest,
    signal: AbortSignal,
  ): Promise<CompletionChunk[]> {
    const chunks: CompletionChunk[] = [];
    const ownRequest = { ...request, max_tokens: 32 };
    for await (const chunk of this.engine.complete(ownRequest, signal)) chunks.push(chunk);
    return chunks;
  }
}
