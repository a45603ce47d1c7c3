import type { ChoiceChunk } from '../completions/completionChunk';
import type { LogProbabilities } from '../completions/logProbabilities';
import { PartialCharacters } from './partialCharacters';
import { safeLength, withoutTrailingSpecialTokens } from './specialTokens';
import { TextOffsets } from './textOffsets';

/**
 * One choice on its way from the wire to the consumer: special tokens at its end are taken off,
 * with their log probabilities, and `text_offset` counts from the start of the choice's text.
 */
export class ChoiceStream {
  finished = false;
  private readonly offsets = new TextOffsets();
  private readonly characters = new PartialCharacters();
  /** Text, and the tokens it belongs to, that may turn out to be a special token at the end. */
  private heldText = '';
  private heldTokens = noLogProbabilities();
  private passedLength = 0;

  constructor(readonly index: number) {}

  /** What of `piece`, and of what was held back before it, can be passed on. */
  add(piece: ChoiceChunk): ChoiceChunk {
    this.finished ||= typeof piece.finish_reason === 'string';
    const added = this.textOf(piece);
    if (piece.logprobs) this.hold(added, piece.logprobs);
    const text = this.heldText + (added ?? '');
    const passed = this.finished
      ? withoutTrailingSpecialTokens(text).toWellFormed()
      : text.slice(0, wholeLength(text, safeLength(text)));
    const complete = passed.length === text.length;
    this.heldText = text.slice(passed.length);
    this.passedLength += passed.length;
    return {
      ...piece,
      ...((text !== '' || typeof added === 'string') && { text: passed }),
      logprobs: this.release(complete ? Infinity : this.passedLength),
    };
  }

  /** What was held back when the stream ended without a reason; undefined where nothing was. */
  end(): ChoiceChunk | undefined {
    const rest = this.heldText + this.characters.end();
    const text = withoutTrailingSpecialTokens(rest).toWellFormed();
    this.heldText = '';
    this.passedLength += text.length;
    const logprobs = this.release(this.passedLength);
    return text === '' && !logprobs ? undefined : { index: this.index, text, logprobs };
  }

  /** The text of `piece`, with characters put together that came in parts. */
  private textOf({ text, logprobs }: ChoiceChunk): string | null | undefined {
    const whole =
      typeof text !== 'string' ? text : this.characters.add(text, logprobs?.tokens ?? []);
    return this.finished ? joined(whole, this.characters.end()) : whole;
  }

  private hold(text: string | null | undefined, logprobs: LogProbabilities): void {
    const offsets = this.offsets.add(text ?? logprobs.tokens.join(''), logprobs.tokens);
    append(this.heldTokens, { ...logprobs, text_offset: offsets });
  }

  /** The held tokens that start before `limit`, in UTF-16 code units of the choice's text. */
  private release(limit: number): LogProbabilities | null {
    const { text_offset: offsets } = this.heldTokens;
    const firstKept = offsets.findIndex((offset) => offset >= limit);
    const count = firstKept === -1 ? offsets.length : firstKept;
    if (count === 0) return null;
    const released = slice(this.heldTokens, 0, count);
    this.heldTokens = slice(this.heldTokens, count);
    return released;
  }
}

function joined(text: string | null | undefined, rest: string): string | null | undefined {
  return rest === '' ? text : (text ?? '') + rest;
}

/** `length`, or one less where that would divide a surrogate pair: its other half is still to come. */
function wholeLength(text: string, length: number): number {
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last < 0xdc00 ? length - 1 : length;
}

function noLogProbabilities(): LogProbabilities {
  return { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
}

function append(to: LogProbabilities, more: LogProbabilities): void {
  to.tokens.push(...more.tokens);
  to.token_logprobs.push(...more.token_logprobs);
  to.top_logprobs.push(...more.top_logprobs);
  to.text_offset.push(...more.text_offset);
}

function slice(from: LogProbabilities, start: number, end?: number): LogProbabilities {
  return {
    tokens: from.tokens.slice(start, end),
    token_logprobs: from.token_logprobs.slice(start, end),
    top_logprobs: from.top_logprobs.slice(start, end),
    text_offset: from.text_offset.slice(start, end),
  };
}
