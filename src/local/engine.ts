import { randomBytes, randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { ChoiceChunk, CompletionChunk } from '../completions/completionChunk';
import { validateRequest, type CompletionRequest } from '../completions/completionRequest';
import { type RequestAllowance, UNLIMITED } from '../completions/requestAllowance';
import { ChoiceGeneration } from './choiceGeneration';
import { EMBEDDED_CAPABILITIES, EMBEDDED_MODEL } from './embeddedModel';
import type { Model } from './model';
import { PromptReading } from './promptReading';
import { seededRandom } from './random';
import { readRequest, type LocalRequest } from './requestSupport';
import { Sampler } from './sampler';

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
    return Promise.resolve(UNLIMITED);
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
    const answer = new Answer(readRequest(validateRequest(request)), this.model(), asked);
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

/** All choices of one request, one behind the other. */
class Answer {
  private readonly id = `cmpl-${randomBytes(12).toString('hex')}`;
  private readonly started = now();
  private promptTokens = 0;
  private completionTokens = 0;
  private promptTime = 0;

  constructor(
    private readonly request: LocalRequest,
    private readonly model: Model,
    private readonly asked: number,
  ) {}

  *chunks(): Generator<CompletionChunk | undefined> {
    const { prompts, choices, suffix } = this.request;
    const seed = this.request.seed ?? randomInt(2 ** 47);
    const last = prompts.length * choices - 1;
    for (const [promptIndex, text] of prompts.entries()) {
      const began = now();
      const prompt = new PromptReading(this.model, text, suffix);
      this.promptTokens += prompt.length;
      this.promptTime += now() - began;
      for (let choice = 0; choice < choices; choice++) {
        const index = promptIndex * choices + choice;
        const sampler = new Sampler(this.request.sampling, seededRandom(seed, index));
        const generation = new ChoiceGeneration(this.request, prompt, sampler, index);
        for (const piece of generation.chunks()) {
          const ended = piece?.finish_reason !== undefined;
          if (ended) this.completionTokens += generation.generated;
          yield piece && this.chunk(piece, ended && index === last);
        }
      }
    }
  }

  private chunk(choice: ChoiceChunk, last: boolean): CompletionChunk {
    return {
      id: this.id,
      created: Math.floor(this.started / 1000),
      model: EMBEDDED_MODEL.id,
      system_fingerprint: this.model.fingerprint,
      choices: [choice],
      ...(last && this.accounts()),
    };
  }

  private accounts(): Pick<CompletionChunk, 'usage' | 'time_info'> {
    const { promptTokens, completionTokens, asked, started, promptTime } = this;
    const ended = now();
    return {
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
      },
      time_info: {
        queue_time: (started - asked) / 1000,
        prompt_time: promptTime / 1000,
        completion_time: (ended - started - promptTime) / 1000,
        total_time: (ended - asked) / 1000,
        created: this.started / 1000,
      },
    };
  }
}

/** Milliseconds since 1970 with fractions, the same clock in all threads. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
