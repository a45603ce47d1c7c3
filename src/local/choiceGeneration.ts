import type { ChoiceChunk, FinishReason } from '../completions/completionChunk';
import { Continuation } from './continuation';
import { echoTokens } from './echo';
import { LONGEST_SEQUENCE, type PromptReading } from './promptReading';
import { Repetition } from './repetition';
import type { LocalRequest } from './requestSupport';
import type { Sampler } from './sampler';
import type { Sequence } from './sequence';
import { alternativesAt, logProbabilitiesOf, type Token } from './token';
import { TokenQueue } from './tokenQueue';
import { BOUNDARY } from './vocabulary';

/** Tokens to a chunk; the first one goes alone, and a line feed takes along what is there. */
const CHUNK = 8;

/**
 * Writes one choice. It ends with `stop` at a stop sequence, where the model expects the end of the
 * document, where it knows nothing at all, and before the line feed after the same line three times
 * running; with `length` after max_tokens. While min_tokens are not reached, only a stop sequence
 * ends it.
 */
export class ChoiceGeneration {
  private readonly sequence: Sequence;
  private readonly continuation: Continuation;
  /** How much text is out, in UTF-16 code units. */
  private offset = 0;
  /** Tokens generated so far, those that a stop sequence swallowed included. */
  generated = 0;

  constructor(
    private readonly request: LocalRequest,
    private readonly prompt: PromptReading,
    private readonly sampler: Sampler,
    private readonly index: number,
  ) {
    this.sequence = prompt.newSequence();
    this.continuation = new Continuation(this.sequence, prompt.lexicon, prompt.partial);
  }

  /** The chunks; `undefined` among them is only an opportunity to do something else. */
  *chunks(): Generator<ChoiceChunk | undefined> {
    if (this.request.echo && this.request.alternatives !== undefined) {
      yield* this.echo(this.request.alternatives);
    } else {
      this.sequence.appendAll(this.prompt.whole);
      if (this.request.echo) yield { index: this.index, text: this.prompt.text };
    }
    yield* this.generate();
  }

  private *echo(alternatives: number): Generator<ChoiceChunk> {
    const { prompt, sequence, continuation } = this;
    let tokens: Token[] = [];
    for (const token of echoTokens(prompt, sequence, continuation, alternatives)) {
      tokens.push(token);
      if (tokens.length < CHUNK) continue;
      yield this.chunk(tokens);
      tokens = [];
    }
    if (tokens.length > 0) yield this.chunk(tokens);
  }

  private *generate(): Generator<ChoiceChunk | undefined> {
    const { maxTokens, minTokens, stop } = this.request;
    const limit = Math.min(maxTokens, LONGEST_SEQUENCE - this.prompt.length);
    const queue = new TokenQueue(stop);
    const repetition = new Repetition();
    let ready: Token[] = [];
    let size = 1;
    while (this.generated < limit) {
      const mayEnd = this.generated >= minTokens;
      const token = this.nextToken(mayEnd);
      if (!token || (repetition.add(token.text) && mayEnd)) {
        yield this.chunk([...ready, ...queue.flush()], 'stop');
        return;
      }
      this.generated++;
      const { tokens, stopped } = queue.add(token);
      ready.push(...tokens);
      if (stopped) {
        yield this.chunk(ready, 'stop');
        return;
      }
      if (ready.length >= size || ready.at(-1)?.text.startsWith('\n') === true) {
        yield this.chunk(ready);
        ready = [];
        size = CHUNK;
      } else if (this.generated % CHUNK === 0) {
        yield undefined;
      }
    }
    yield this.chunk([...ready, ...queue.flush()], 'length');
  }

  /** The next token; undefined where the document ends. */
  private nextToken(mayEnd: boolean): Token | undefined {
    const { continuation } = this;
    const { alternatives } = this.request;
    const distribution = continuation.predict();
    const chosen = this.sampler.choose(distribution, mayEnd ? undefined : BOUNDARY);
    if (!chosen || chosen.candidate === BOUNDARY) return undefined;
    const token = {
      text: continuation.textOf(chosen.candidate),
      logProbability: Math.log(chosen.probability),
      alternatives:
        alternatives === undefined
          ? null
          : alternativesAt(distribution, continuation, alternatives, chosen),
    };
    continuation.take(chosen.candidate);
    return token;
  }

  private chunk(tokens: readonly Token[], finishReason?: FinishReason): ChoiceChunk {
    const text = tokens.map((token) => token.text).join('');
    const { offset } = this;
    this.offset += text.length;
    return {
      index: this.index,
      text,
      ...(finishReason && { finish_reason: finishReason }),
      ...(this.request.alternatives !== undefined && {
        logprobs: logProbabilitiesOf(tokens, offset),
      }),
    };
  }
}
