import type { ChoiceChunk, FinishReason } from '../completions/completionChunk';
import { Continuation } from './continuation';
import { echoTokens } from './echo';
import { FreeTokens } from './freeTokens';
import { GrammarTokens } from './grammar/grammarTokens';
import { LogitAdjustments } from './logitAdjustments';
import { LONGEST_SEQUENCE, type PromptReading } from './promptReading';
import { Repetition } from './repetition';
import type { LocalRequest } from './requestSupport';
import type { Sampler } from './sampler';
import type { Sequence } from './sequence';
import { standingBlocks } from './standingBlocks';
import { logProbabilitiesOf, type Token } from './token';
import type { TokenIds } from './tokenIds';
import { TokenQueue } from './tokenQueue';
import type { TokenSource } from './tokenSource';

/** Tokens to a chunk; the first one goes alone, and a line feed takes along what is there. */
const CHUNK = 8;

/**
 * Writes one choice. It ends with `stop` at a stop sequence, where the model expects the end of the
 * document, where it knows nothing at all, where it would go round in circles, and where it would
 * begin a block that stands around the cursor already; with `length` after max_tokens. While
 * min_tokens are not reached, only a stop sequence ends it. With a grammar it ends with `stop` where
 * the text is what the grammar wants.
 */
export class ChoiceGeneration {
  private readonly sequence: Sequence;
  private readonly continuation: Continuation;
  /** How much text is out, in UTF-16 code units. */
  private offset = 0;
  private logProbability = 0;
  /** Tokens generated so far, those that a stop sequence swallowed included. */
  generated = 0;

  constructor(
    private readonly request: LocalRequest,
    private readonly prompt: PromptReading,
    private readonly sampler: Sampler,
    private readonly ids: TokenIds,
    private readonly index: number,
  ) {
    this.sequence = prompt.newSequence();
    this.continuation = new Continuation(this.sequence, prompt.lexicon, prompt.partial);
  }

  /** The mean log probability of the generated tokens: what `best_of` goes by. None is the worst. */
  get meanLogProbability(): number {
    return this.generated === 0 ? -Infinity : this.logProbability / this.generated;
  }

  /** The chunks; `undefined` among them is only an opportunity to do something else. */
  *chunks(): Generator<ChoiceChunk | undefined> {
    const { request, prompt, sequence } = this;
    if (request.echo && request.alternatives !== undefined) {
      yield* this.echo(request.alternatives);
    } else {
      sequence.appendAll(prompt.whole);
      if (request.echo) yield { index: this.index, text: prompt.text };
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
    const { maxTokens, minTokens, stop, grammarRoot } = this.request;
    const limit = Math.min(maxTokens, LONGEST_SEQUENCE - this.prompt.length);
    const queue = new TokenQueue([...stop, ...this.standing()]);
    const repetition = grammarRoot === undefined ? new Repetition() : undefined;
    const source = this.source(limit);
    let ready: Token[] = [];
    let size = 1;
    while (this.generated < limit) {
      const mayEnd = this.generated >= minTokens;
      const token = source.next(mayEnd, limit - this.generated);
      if (!token || (repetition?.add(token.text) === true && mayEnd)) {
        yield this.chunk([...ready, ...queue.flush()], 'stop');
        return;
      }
      this.generated++;
      this.logProbability += token.logProbability ?? 0;
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
    yield this.chunk([...ready, ...queue.flush()], source.complete ? 'stop' : 'length');
  }

  /** What ends a text that is free to end: it would begin what stands there already. */
  private standing(): readonly string[] {
    const { request, prompt } = this;
    const isFree = request.grammarRoot === undefined && request.minTokens === 0;
    return isFree ? standingBlocks(prompt.text, prompt.textAfter) : [];
  }

  /** @throws CompletionError of kind `invalidRequest` if the grammar has no text of `limit` tokens */
  private source(limit: number): TokenSource {
    const { request, prompt, sequence, continuation, sampler } = this;
    const { grammarRoot, alternatives, logits } = request;
    const adjustments = new LogitAdjustments(logits);
    return grammarRoot === undefined
      ? new FreeTokens(continuation, sampler, adjustments, alternatives)
      : new GrammarTokens({
          root: grammarRoot,
          limit,
          prompt,
          sequence,
          sampler,
          logits,
          alternatives,
        });
  }

  private chunk(tokens: readonly Token[], finishReason?: FinishReason): ChoiceChunk {
    const text = tokens.map((token) => token.text).join('');
    const { offset } = this;
    this.offset += text.length;
    return {
      index: this.index,
      ...(this.request.rawTokens
        ? { tokens: tokens.flatMap((token) => this.ids.encode(token.text)) }
        : { text }),
      ...(finishReason && { finish_reason: finishReason }),
      ...(this.request.alternatives !== undefined && {
        logprobs: logProbabilitiesOf(tokens, offset),
      }),
    };
  }
}
