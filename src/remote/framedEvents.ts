import type { ChoiceChunk, CompletionChunk } from '../completions/completionChunk';
import type { EventFrame } from './eventFrame';
import { type JsonScanner, SHORTEST_VIEW } from './jsonScanner';
import { endOfOrdinary, isOrdinary } from './ordinaryText';

const QUOTE = 34;

/** A frame in the lines of a stream, with the chunk that comes of it but for what is in its slots. */
export interface ProvenFrame extends EventFrame {
  /** What ends an event, and what stands between the last slot and the first of the next. */
  readonly after: string;
  readonly joint: string;
  readonly chunk: CompletionChunk;
  readonly piece: ChoiceChunk;
}

/** Reads events from the first slot of one on; stands behind the last that is whole. */
export function takePieces(scanner: JsonScanner, proven: ProvenFrame, pieces: ChoiceChunk[]): void {
  const { before, joint, after } = proven;
  let end = scanner.at;
  for (let goesOn = true; goesOn;) {
    const piece = readPiece(scanner, proven);
    if (!piece) break;
    goesOn = scanner.passes(joint);
    if (!goesOn && !scanner.passes(after)) break;
    pieces.push(piece);
    end = goesOn ? scanner.at - before.length : scanner.at;
  }
  scanner.at = end;
}

/** The same where there is but text, in a tight loop; returns its length if all of it is ordinary. */
export function takeTexts(
  scanner: JsonScanner,
  { before, joint, after, piece: { index, finish_reason } }: ProvenFrame,
  pieces: ChoiceChunk[],
): number | undefined {
  const { text: lines } = scanner;
  let [end, length, allOrdinary] = [scanner.at, 0, true];
  for (let goesOn = true; goesOn;) {
    const begin = scanner.at;
    const quote = endOfOrdinary(lines, begin);
    let text: string | undefined;
    if (lines.charCodeAt(quote) === QUOTE && quote - begin < SHORTEST_VIEW) {
      text = lines.slice(begin, quote);
      scanner.at = quote + 1;
    } else {
      text = scanner.string();
      if (text === undefined) break;
      allOrdinary &&= isOrdinary(text);
    }
    goesOn = scanner.passes(joint);
    if (!goesOn && !scanner.passes(after)) break;
    pieces.push({ index, text, finish_reason, logprobs: undefined });
    length += text.length;
    end = goesOn ? scanner.at - before.length : scanner.at;
  }
  scanner.at = end;
  return allOrdinary ? length : undefined;
}

/** Reads the slots of an event; what is behind the last of them is not looked at. */
export function readPiece(
  scanner: JsonScanner,
  { slots, piece }: Pick<ProvenFrame, 'slots' | 'piece'>,
): ChoiceChunk | undefined {
  let text: string | undefined;
  let token: string | undefined;
  let own: number | null = null;
  let alternatives: Record<string, number> | null = null;
  let behind = '';
  for (const slot of slots) {
    if (behind !== '' && !scanner.passes(behind)) return undefined;
    behind = slot.behind;
    if (slot.name === 'text') {
      text = scanner.string();
      if (text === undefined) return undefined;
    } else if (slot.name === 'token') {
      token = scanner.string();
      if (token === undefined) return undefined;
    } else if (slot.name === 'alternatives') {
      alternatives = scanner.numbers() ?? null;
      if (alternatives === null) return undefined;
    } else {
      const number = scanner.number();
      if (Number.isNaN(number)) return undefined;
      if (slot.name === 'logProbability') own = number;
    }
  }
  if (text === undefined) return undefined;
  const { index, finish_reason } = piece;
  // Written out where that is all of it: to copy an object takes longer than to read what it holds.
  if (token === undefined)
    return 'tokens' in piece
      ? { ...piece, text }
      : { index, text, finish_reason, logprobs: undefined };
  const logprobs = {
    tokens: [token],
    token_logprobs: [own],
    top_logprobs: [alternatives],
    text_offset: [0],
  };
  return { index, text, finish_reason, logprobs };
}
