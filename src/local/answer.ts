import { randomBytes, randomInt } from 'node:crypto';
import type { ChoiceChunk, CompletionChunk } from '../completions/completionChunk';
import { ChoiceGeneration } from './choiceGeneration';
import { EMBEDDED_MODEL } from './embeddedModel';
import type { Model } from './model';
import { PromptReading } from './promptReading';
import { seededRandom } from './random';
import type { LocalRequest } from './requestSupport';
import { Sampler } from './sampler';
import type { TokenIds } from './tokenIds';

type Step<T> = Generator<T | undefined>;

/** All choices of one request, one behind the other. */
export class Answer {
  private readonly id = `cmpl-${randomBytes(12).toString('hex')}`;
  private readonly started = now();
  private readonly seed: number;
  private readonly prompts: readonly PromptReading[];
  private completionTokens = 0;
  private readonly promptTime: number;

  /**
   * @param asked when the request was made, in milliseconds since 1970
   * @throws CompletionError of kind `contextLength`
   */
  constructor(
    private readonly request: LocalRequest,
    private readonly model: Model,
    private readonly ids: TokenIds,
    private readonly asked: number,
  ) {
    this.seed = request.seed ?? randomInt(2 ** 47);
    this.prompts = request.prompts.map((text) => new PromptReading(model, text, request.suffix));
    this.promptTime = now() - this.started;
  }

  /** The chunks; `undefined` among them is only an opportunity to do something else. */
  *chunks(): Step<CompletionChunk> {
    const { choices, candidates } = this.request;
    const lastIndex = this.prompts.length * choices - 1;
    for (const [promptIndex, prompt] of this.prompts.entries()) {
      const firstIndex = promptIndex * choices;
      const pieces =
        candidates > choices ? this.best(prompt, firstIndex) : this.all(prompt, firstIndex);
      for (const piece of pieces) {
        const last = piece?.finish_reason !== undefined && piece.index === lastIndex;
        yield piece && this.chunk(piece, last);
      }
    }
  }

  private *all(prompt: PromptReading, firstIndex: number): Step<ChoiceChunk> {
    for (let index = firstIndex; index < firstIndex + this.request.choices; index++) {
      yield* this.generate(this.generation(prompt, index, index));
    }
  }

  /** Generates all candidates first, then hands out the best, the best one first. */
  private *best(prompt: PromptReading, firstIndex: number): Step<ChoiceChunk> {
    const { choices, candidates } = this.request;
    const generated: { pieces: ChoiceChunk[]; score: number }[] = [];
    for (let candidate = 0; candidate < candidates; candidate++) {
      const stream = this.prompts.indexOf(prompt) * candidates + candidate;
      const generation = this.generation(prompt, firstIndex, stream);
      const pieces: ChoiceChunk[] = [];
      for (const piece of this.generate(generation)) {
        if (piece) pieces.push(piece);
        yield undefined;
      }
      generated.push({ pieces, score: generation.meanLogProbability });
    }
    generated.sort((a, b) => b.score - a.score);
    for (const [rank, { pieces }] of generated.slice(0, choices).entries()) {
      for (const piece of pieces) yield { ...piece, index: firstIndex + rank };
    }
  }

  /** @param stream which of the seed's rows of random numbers it draws from */
  private generation(prompt: PromptReading, index: number, stream: number): ChoiceGeneration {
    const sampler = new Sampler(this.request.sampling, seededRandom(this.seed, stream));
    return new ChoiceGeneration(this.request, prompt, sampler, this.ids, index);
  }

  private *generate(generation: ChoiceGeneration): Step<ChoiceChunk> {
    for (const piece of generation.chunks()) {
      if (piece?.finish_reason !== undefined) this.completionTokens += generation.generated;
      yield piece;
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
    const { completionTokens, asked, started, promptTime } = this;
    const promptTokens = this.prompts.reduce((sum, { length }) => sum + length, 0);
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
export function now(): number {
  return performance.timeOrigin + performance.now();
}
