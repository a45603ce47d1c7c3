import type { ChoiceChunk } from './completionChunk';
import type { LogProbabilities } from './logProbabilities';
import { StopFilter } from './stopFilter';

/** One choice of an answer as it is passed on: it ends where a stop sequence begins. */
export class StoppedChoice {
  private readonly filter: StopFilter;
  /** Pieces whose text may belong to a stop sequence. */
  private readonly waiting: ChoiceChunk[] = [];
  /** How much text has come, and how much of it was passed on, in UTF-16 code units. */
  private received = 0;
  private passed = 0;
  private end: 'finished' | 'stopped' | undefined;

  /**
   * @param stops not empty strings
   * @param start where the completion begins in the text: after the prompt, where that is echoed
   */
  constructor(
    stops: readonly string[],
    private readonly start: number,
  ) {
    this.filter = new StopFilter(stops);
  }

  /** Whether it ended by itself, or at a stop sequence; undefined while more may come. */
  get ending(): 'finished' | 'stopped' | undefined {
    return this.end;
  }

  /** Takes a piece; returns what can be passed on now. */
  add(piece: ChoiceChunk): ChoiceChunk[] {
    if (this.end) return [];
    this.waiting.push(piece);
    const { releasable, stopped } = this.search(piece.text ?? '');
    if (stopped) {
      this.end = 'stopped';
      return this.endAt(releasable, piece.index);
    }
    if (piece.finish_reason) this.end = 'finished';
    return this.end ? this.rest() : this.upTo(releasable);
  }

  /** What still waits when the answer is over. */
  rest(): ChoiceChunk[] {
    return this.waiting.splice(0);
  }

  /** As `StopFilter.add`, counted from the start of the text. */
  private search(text: string): { releasable: number; stopped: boolean } {
    const echoed = Math.min(text.length, Math.max(0, this.start - this.received));
    this.received += text.length;
    const { releasable, stopped } = this.filter.add(text.slice(echoed));
    return { releasable: Math.min(this.start, this.received) + releasable, stopped };
  }

  private upTo(end: number): ChoiceChunk[] {
    const pieces: ChoiceChunk[] = [];
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const length = next.text?.length ?? 0;
      if (this.passed + length > end) break;
      this.passed += length;
      pieces.push(next);
      this.waiting.shift();
    }
    return pieces;
  }

  private endAt(end: number, index: number): ChoiceChunk[] {
    const pieces = this.upTo(end);
    const [next] = this.waiting.splice(0);
    if (next && end > this.passed) pieces.push(cut(next, end - this.passed));
    return [...pieces, { index, finish_reason: 'stop' }];
  }
}

/** The first `length` code units of a piece. */
function cut({ index, text, logprobs }: ChoiceChunk, length: number): ChoiceChunk {
  return {
    index,
    text: text?.slice(0, length),
    ...(logprobs && { logprobs: cutLogProbabilities(logprobs, length) }),
  };
}

/** A token that is cut short has no log probability: the model gave one to the whole token only. */
function cutLogProbabilities(whole: LogProbabilities, length: number): LogProbabilities {
  const part: LogProbabilities = {
    ...{ tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] },
  };
  let left = length;
  for (const [at, token] of whole.tokens.entries()) {
    if (left <= 0) break;
    const isWhole = token.length <= left;
    part.tokens.push(token.slice(0, left));
    part.token_logprobs.push(isWhole ? (whole.token_logprobs[at] ?? null) : null);
    part.top_logprobs.push(isWhole ? (whole.top_logprobs[at] ?? null) : null);
    part.text_offset.push(whole.text_offset[at] ?? 0);
    left -= token.length;
  }
  return part;
}
