import { StopFilter } from '../completions/stopFilter';
import type { Token } from './token';

/** Tokens on their way out: held back as long as their text may belong to a stop sequence. */
export class TokenQueue {
  private readonly filter: StopFilter;
  private readonly waiting: Token[] = [];
  /** How much text has left, in UTF-16 code units. */
  private left = 0;

  constructor(stops: readonly string[]) {
    this.filter = new StopFilter(stops);
  }

  /**
   * Adds a token.
   *
   * @returns the tokens that can go, and whether the text ends with them because a stop sequence
   *   follows. A token that a stop sequence cuts short has no log probability: the model gave one to
   *   the whole token only.
   */
  add(token: Token): { tokens: Token[]; stopped: boolean } {
    this.waiting.push(token);
    const { releasable, stopped } = this.filter.add(token.text);
    const tokens: Token[] = [];
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const room = releasable - this.left;
      if (next.text.length > room) {
        if (stopped && room > 0) {
          const text = next.text.slice(0, room);
          tokens.push({ text, logProbability: null, alternatives: null });
        }
        break;
      }
      this.waiting.shift();
      this.left += next.text.length;
      tokens.push(next);
    }
    return { tokens, stopped };
  }

  /** The tokens still held back, when no stop sequence can follow any more. */
  flush(): Token[] {
    return this.waiting.splice(0);
  }
}
