import type { Order } from './completionsServerRequest';
import {
  logProbabilitiesOf,
  serverTokens,
  type ServerToken,
  tokenize,
} from './completionsServerTokens';

/** One choice of an answer, before it is cut into chunks. */
interface PlannedChoice {
  readonly index: number;
  readonly tokens: readonly ServerToken[];
  readonly finishReason: 'stop' | 'length';
  readonly promptLength: number;
}

interface Timing {
  /** What the answer is called; a new name each time where left out. */
  readonly id?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly receivedAt: number;
  readonly timeToFirstToken: number;
}

/** Everything that a request is answered with, ready to be sent chunk by chunk or at once. */
export class PlannedAnswer {
  private readonly id: string;
  private readonly choices: readonly PlannedChoice[];

  constructor(
    private readonly order: Order,
    reply: string,
    private readonly timing: Timing,
  ) {
    this.id = timing.id ?? `cmpl-${crypto.randomUUID()}`;
    this.choices = order.prompts.map((prompt, index) => planChoice(order, prompt, reply, index));
  }

  /** The first chunk, which has no text: it says that the answer begins. */
  get opening(): object {
    return this.chunk(this.choices.map(({ index }) => ({ index, text: '', finish_reason: null })));
  }

  /** One chunk for each token of each choice, the choices taking turns. */
  *pieces(): Generator<object> {
    const longest = Math.max(...this.choices.map(({ tokens }) => tokens.length));
    for (let position = 0; position < longest; position++) {
      for (const choice of this.choices) {
        const token = choice.tokens[position];
        if (token) yield this.chunk([this.content(choice, [token])]);
      }
    }
  }

  /** The last chunk: why each choice ended, usage and times. */
  get closing(): object {
    const ends = this.choices.map(({ index, finishReason }) => ({
      index,
      text: '',
      finish_reason: finishReason,
    }));
    return { ...this.chunk(ends), ...this.account() };
  }

  /** The whole answer, for a request that is not streamed. */
  get whole(): object {
    const choices = this.choices.map((choice) => ({
      ...this.content(choice, choice.tokens),
      finish_reason: choice.finishReason,
    }));
    return { ...this.chunk(choices), ...this.account() };
  }

  private chunk(choices: readonly object[]): object {
    return {
      id: this.id,
      object: 'text_completion',
      created: Math.floor(this.timing.receivedAt / 1000),
      model: this.order.model,
      system_fingerprint: 'fp_inkling_test',
      choices,
    };
  }

  private content({ index, promptLength }: PlannedChoice, tokens: readonly ServerToken[]): object {
    const { alternatives, rawTokens, echo } = this.order;
    const start = echo ? 0 : promptLength;
    const scored = tokens.map((token) => logProbabilitiesOf(token, alternatives ?? 0, start));
    return {
      index,
      ...(rawTokens
        ? { tokens: tokens.map(({ id }) => id) }
        : { text: tokens.map(({ text }) => text).join('') }),
      ...(alternatives !== undefined && {
        logprobs: {
          tokens: scored.flatMap((each) => each.tokens),
          token_logprobs: scored.flatMap((each) => each.token_logprobs),
          top_logprobs: scored.flatMap((each) => each.top_logprobs),
          text_offset: scored.flatMap((each) => each.text_offset),
        },
      }),
    };
  }

  private account(): object {
    const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
    const prompt = sum(this.order.prompts.map(promptTokens));
    const completion = sum(this.choices.map(({ tokens }) => tokens.length));
    const { receivedAt, timeToFirstToken, now } = this.timing;
    const total = (now() - receivedAt) / 1000;
    return {
      usage: {
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
        prompt_tokens_details: { cached_tokens: 0 },
      },
      time_info: {
        queue_time: 0.0001,
        prompt_time: timeToFirstToken / 1000,
        completion_time: Math.max(0, total - timeToFirstToken / 1000),
        total_time: total,
        created: receivedAt / 1000,
      },
    };
  }
}

function planChoice(
  order: Order,
  prompt: string | readonly number[],
  reply: string,
  index: number,
): PlannedChoice {
  const ends = order.stop.map((stop) => reply.indexOf(stop)).filter((end) => end !== -1);
  const text = reply.slice(0, ends.length > 0 ? Math.min(...ends) : undefined);
  const promptText = typeof prompt === 'string' ? prompt : '';
  const promptPart = order.echo ? tokenize(promptText).length : 0;
  const tokens = order.echo ? serverTokens(promptText, text) : serverTokens(text);
  const sent = tokens.slice(0, promptPart + order.maxTokens);
  return {
    index,
    tokens: sent,
    finishReason: sent.length < tokens.length ? 'length' : 'stop',
    promptLength: promptText.length,
  };
}

function promptTokens(prompt: string | readonly number[]): number {
  return typeof prompt === 'string' ? tokenize(prompt).length : prompt.length;
}
