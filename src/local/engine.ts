import { setImmediate } from 'node:timers/promises';
import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import { validateRequest, type CompletionRequest } from '../completions/completionRequest';
import { FREE, type RequestAllowance } from '../completions/requestAllowance';
import { Answer, now } from './answer';
import { EMBEDDED_CAPABILITIES, EMBEDDED_MODEL } from './embeddedModel';
import type { Model } from './model';
import { readRequest, textPrompts } from './requestSupport';
import { TokenIds } from './tokenIds';

/** Answers completions from what the corpus has learned; knows no thread and no files. */
export class Engine implements CompletionBackend {
  private active = 0;

  /** @param model the newest model */
  constructor(private readonly model: () => Model) {}

  /** Whether a request is being answered. */
  get busy(): boolean {
    return this.active > 0;
  }

  models(): Promise<ModelInfo[]> {
    return Promise.resolve([EMBEDDED_MODEL]);
  }

  capabilities(): Promise<BackendCapabilities> {
    return Promise.resolve(EMBEDDED_CAPABILITIES);
  }

  allowance(): Promise<RequestAllowance> {
    return Promise.resolve(FREE);
  }

  /**
   * The texts of a request's prompts, of token ids the text that they stand for.
   *
   * @throws CompletionError of kind `invalidRequest`
   */
  promptTexts(prompt: CompletionRequest['prompt']): readonly string[] {
    return textPrompts(prompt, this.ids(this.model()));
  }

  private ids({ vocabulary, vocabularySize }: Model): TokenIds {
    return new TokenIds(vocabulary, vocabularySize);
  }

  /**
   * The request's `model` may be any: requests are made for the model of a server, and the chunks say
   * which one has answered.
   *
   * @param asked when the request was made, in milliseconds since 1970
   * @throws CompletionError of kind `invalidRequest` or `contextLength`
   */
  async *complete(
    request: CompletionRequest,
    signal: AbortSignal,
    asked = now(),
  ): AsyncGenerator<CompletionChunk> {
    const model = this.model();
    const ids = this.ids(model);
    const answer = new Answer(readRequest(validateRequest(request), ids), model, ids, asked);
    this.active++;
    try {
      for (const chunk of answer.chunks()) {
        if (signal.aborted) return;
        if (chunk) yield chunk;
        await setImmediate();
      }
    } finally {
      this.active--;
    }
  }
}
