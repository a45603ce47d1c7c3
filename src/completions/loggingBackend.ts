import type { CompletionChunk } from './completionChunk';
import { isCompletionError } from './completionError';
import type { CompletionRequest } from './completionRequest';
import { ForwardingBackend } from './forwardingBackend';
import type { CompletionBackend } from './completionBackend';

/** Where requests are written down: texts only at `trace`, figures at `debug`. */
export interface RequestLog {
  trace(text: () => string): void;
  debug(text: string): void;
  warn(text: string): void;
}

/** A backend that writes into the log what was asked, and how that ended. */
export class LoggingBackend extends ForwardingBackend {
  private lastFailure = '';

  /**
   * @param origin who asks
   * @param now milliseconds on a clock that does not run backwards
   */
  constructor(
    backend: CompletionBackend,
    private readonly log: RequestLog,
    private readonly origin: string,
    private readonly now: () => number,
  ) {
    super(backend);
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    const { log, origin } = this;
    const began = this.now();
    const after = () => `after ${Math.round(this.now() - began)} ms`;
    log.debug(`${origin}: asks ${described(request)}`);
    log.trace(() => `${origin}: ${JSON.stringify(request)}`);
    const answer = new AnswerFigures();
    let end = 'left off';
    try {
      for await (const chunk of this.backend.complete(request, signal)) {
        if (answer.chunks === 0) answer.first = after();
        answer.add(chunk);
        yield chunk;
      }
      end = signal.aborted ? 'stopped' : 'complete';
      this.lastFailure = '';
    } catch (error) {
      end = 'failed';
      this.tell(error, after());
      throw error;
    } finally {
      log.debug(`${origin}: ${end} ${after()}${answer.described}`);
      log.trace(() => `${origin}: ${JSON.stringify(answer.texts)}`);
    }
  }

  /** What fails with every key is told once. */
  private tell(error: unknown, after: string): void {
    if (!isCompletionError(error)) return;
    const { message, remedy, kind, status, code, requestId } = error;
    const details = [kind, status, code, requestId && `request ${requestId}`].filter(Boolean);
    const failure = `${this.origin}: ${message} ${remedy} (${details.join(', ')})`;
    if (failure === this.lastFailure) this.log.debug(`${failure} Again, ${after}.`);
    else this.log.warn(failure);
    this.lastFailure = failure;
  }
}

/** What came back, in figures and in texts. */
class AnswerFigures {
  chunks = 0;
  first = '';
  readonly texts: string[] = [];
  private usage = '';
  private reason = '';

  add({ choices, usage }: CompletionChunk): void {
    this.chunks++;
    for (const { index, text, finish_reason: reason } of choices) {
      this.texts[index] = (this.texts[index] ?? '') + (text ?? '');
      if (reason) this.reason = reason;
    }
    if (usage) this.usage = `${usage.prompt_tokens} + ${usage.completion_tokens} tokens`;
  }

  get described(): string {
    if (this.chunks === 0) return ', nothing came';
    const parts = [`first ${this.first}`, this.reason && `finish ${this.reason}`, this.usage];
    return `, ${parts.filter(Boolean).join(', ')}`;
  }
}

/** The request in figures, without its text. */
function described({ prompt, suffix, ...parameters }: CompletionRequest): string {
  const length = typeof prompt === 'string' ? prompt.length : JSON.stringify(prompt).length;
  // Stop sequences may be of the person's code, and `user` is a name.
  const { model, stop, user, prompt_cache_key: key, logit_bias: bias, ...plain } = parameters;
  const hidden = Object.entries({ suffix, stop, user, key, bias });
  const given = hidden.filter(([, value]) => value !== undefined).map(([name]) => name);
  return `${model}: ${length} characters, ${JSON.stringify(plain)}${given.length > 0 ? `, with ${given.join(', ')}` : ''}`;
}
