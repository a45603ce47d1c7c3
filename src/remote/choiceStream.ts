import type { ChoiceChunk } from '../completions/completionChunk';
import type { LogProbabilities } from '../completions/logProbabilities';
import { isOrdinary } from './ordinaryText';
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
  /** Special tokens, which belong to the text only if more of it follows. */
  private heldMarks = '';
  /** After them, what may be the beginning of one, or half of a character. */
  private heldBeginning = '';
  private heldTokens = noLogProbabilities();
  private passedLength = 0;

  constructor(readonly index: number) {}

  /** What of `piece`, and of what was held back before it, can be passed on. */
  add(piece: ChoiceChunk): ChoiceChunk {
    this.finished ||= typeof piece.finish_reason === 'string';
    if (isOrdinary(piece.text) && this.isEmpty) return this.passOn(piece, piece.text);
    const added = this.textOf(piece);
    if (typeof added === 'string' && this.isPlain(added)) return this.passOn(piece, added);
    if (piece.logprobs) this.hold(added, piece.logprobs);
    const heldLength = this.heldMarks.length + this.heldBeginning.length;
    const length = heldLength + (added?.length ?? 0);
    const passed = this.passable(added ?? '');
    this.passedLength += passed.length;
    return {
      ...piece,
      ...((length > 0 || typeof added === 'string') && { text: passed }),
      logprobs: this.release(passed.length === length ? Infinity : this.passedLength),
    };
  }

  /** Pieces that hold nothing but text, all of it ordinary: they pass as they are if nothing is held back. */
  pass(length: number): boolean {
    if (this.isEmpty) this.passedLength += length;
    return this.isEmpty;
  }

  private get isEmpty(): boolean {
    return this.holdsNothing() && this.characters.isEmpty;
  }

  /** What can be passed on when `text` has come. Looks only at what is new: marks may be many. */
  private passable(text: string): string {
    const fresh = this.heldBeginning + text;
    const kept = this.finished
      ? withoutTrailingSpecialTokens(fresh).toWellFormed()
      : fresh.slice(0, wholeLength(fresh, safeLength(fresh)));
    const passed = kept === '' ? '' : this.heldMarks + kept;
    if (kept !== '') this.heldMarks = '';
    const rest = fresh.slice(kept.length);
    const open = rest.endsWith('>') ? rest.length : Math.max(0, rest.lastIndexOf('<'));
    this.heldMarks += rest.slice(0, open);
    this.heldBeginning = rest.slice(open);
    return passed;
  }

  /** Whether nothing is held back and nothing has to be: every special token begins with `<`. */
  private isPlain(text: string): boolean {
    return this.holdsNothing() && !text.includes('<') && !isCut(text);
  }

  private holdsNothing(): boolean {
    const { heldMarks, heldBeginning, heldTokens } = this;
    return heldMarks === '' && heldBeginning === '' && heldTokens.tokens.length === 0;
  }

  private passOn(piece: ChoiceChunk, text: string): ChoiceChunk {
    this.passedLength += text.length;
    const { logprobs } = piece;
    if (logprobs) logprobs.text_offset = this.offsets.add(text, logprobs.tokens);
    return text === piece.text ? piece : { ...piece, text };
  }

  /** What was held back when the stream ended without a reason; undefined where nothing was. */
  end(): ChoiceChunk | undefined {
    const beginning = this.heldBeginning + this.characters.end();
    const text = beginning === '' ? '' : (this.heldMarks + beginning).toWellFormed();
    this.heldMarks = '';
    this.heldBeginning = '';
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
  return isCut(text, length) ? length - 1 : length;
}

/** Whether a cut at `length` leaves the first half of a surrogate pair at the end. */
function isCut(text: string, length = text.length): boolean {
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last < 0xdc00;
}

function noLogProbabilities(): LogProbabilities {
  return { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
}

function append(to: LogProbabilities, more: LogProbabilities): void {
  // One by one: a call takes no hundred thousand arguments.
  for (const token of more.tokens) to.tokens.push(token);
  for (const own of more.token_logprobs) to.token_logprobs.push(own);
  for (const alternatives of more.top_logprobs) to.top_logprobs.push(alternatives);
  for (const offset of more.text_offset) to.text_offset.push(offset);
}

function slice(from: LogProbabilities, start: number, end?: number): LogProbabilities {
  return {
    tokens: from.tokens.slice(start, end),
    token_logprobs: from.token_logprobs.slice(start, end),
    top_logprobs: from.top_logprobs.slice(start, end),
    text_offset: from.text_offset.slice(start, end),
  };
}
