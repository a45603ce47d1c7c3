import type { BackendCapabilities } from '../../../src/completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../../../src/completions/completionBackend';
import type { CompletionChunk } from '../../../src/completions/completionChunk';
import { CompletionError } from '../../../src/completions/completionError';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { stopSequences } from '../../../src/completions/requestForms';
import { type RequestAllowance, UNLIMITED } from '../../../src/completions/requestAllowance';
import { seededRandom } from '../../../src/local/random';
import type { ModelText, ModelToken } from './modelText';
import type { VirtualClock } from './virtualClock';

/** Time to the first token, in milliseconds: the quantiles of a log-normal distribution. */
const FIRST_TOKEN = { median: 240, p90: 1_000 };
const PER_TOKEN = 1;
/** The standard normal distribution's 90 % quantile. */
const NORMAL_P90 = 1.2816;
const MINUTE = 60_000;

/** What a run has cost. */
export interface ServerAccount {
  requests: number;
  cancelled: number;
  refused: number;
  tokens: number;
}

/** A completions service at some distance: its latency, its speed, its rate limit, its mistakes. */
export class ServerModel implements CompletionBackend {
  readonly account: ServerAccount = { requests: 0, cancelled: 0, refused: 0, tokens: 0 };
  private readonly random = seededRandom(7, 0);
  private sent: number[] = [];

  /** @param perMinute Requests that it answers in any minute; more are refused with 429. */
  constructor(
    private readonly clock: VirtualClock,
    private readonly text: ModelText,
    private readonly perMinute: number,
  ) {}

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    this.account.requests++;
    this.refuseIfTooMany();
    const tokens = this.text.tokensAfter(String(request.prompt), request.max_tokens ?? 128);
    let finished = false;
    try {
      await this.clock.wait(this.timeToFirstToken(), signal);
      const stops = stopSequences(request);
      let text = '';
      for (const token of tokens) {
        if (signal.aborted) return;
        const stop = firstStop(text + token.text, stops);
        if (stop !== undefined && stop <= text.length) break;
        this.account.tokens++;
        if (stop !== undefined) {
          yield chunkOf({ ...token, text: (text + token.text).slice(text.length, stop) });
          break;
        }
        text += token.text;
        yield chunkOf(token);
        await this.clock.wait(PER_TOKEN, signal);
      }
      finished = true;
    } finally {
      if (!finished && signal.aborted) this.account.cancelled++;
    }
  }

  models(): Promise<ModelInfo[]> {
    return Promise.resolve([]);
  }

  capabilities(): Promise<BackendCapabilities> {
    return Promise.resolve({
      ...{ suffix: false, logProbabilities: true, severalChoices: false, rawPrompt: true },
      mostStops: 4,
    });
  }

  /** As a client knows it from the server's headers. */
  allowance(): Promise<RequestAllowance> {
    if (this.perMinute === Infinity) return Promise.resolve(UNLIMITED);
    this.forgetOld();
    const requests = this.perMinute - this.sent.length;
    const [oldest = 0] = this.sent;
    const wait = requests > 0 ? 0 : oldest + MINUTE - this.clock.now() + 1;
    return Promise.resolve({ wait, requests });
  }

  private refuseIfTooMany(): void {
    this.forgetOld();
    this.sent.push(this.clock.now());
    if (this.sent.length <= this.perMinute) return;
    this.account.refused++;
    throw new CompletionError({
      kind: 'rateLimit',
      message: 'Too many requests.',
      remedy: 'Wait.',
      retryAfter: MINUTE,
    });
  }

  private forgetOld(): void {
    this.sent = this.sent.filter((time) => time > this.clock.now() - MINUTE);
  }

  private timeToFirstToken(): number {
    const spread = Math.log(FIRST_TOKEN.p90 / FIRST_TOKEN.median) / NORMAL_P90;
    return FIRST_TOKEN.median * Math.exp(spread * normal(this.random));
  }
}

/** A draw from the standard normal distribution. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function firstStop(text: string, stops: readonly string[]): number | undefined {
  const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at !== -1);
  return found.length === 0 ? undefined : Math.min(...found);
}

function chunkOf({ text, logProbability, alternatives }: ModelToken): CompletionChunk {
  return {
    choices: [
      {
        index: 0,
        text,
        logprobs: {
          tokens: [text],
          token_logprobs: [logProbability],
          top_logprobs: [alternatives],
          text_offset: [0],
        },
      },
    ],
  };
}
