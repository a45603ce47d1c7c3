import { isDeepStrictEqual } from 'node:util';
import type { ChoiceChunk, CompletionChunk } from '../completions/completionChunk';
import { type EventFrame, frameOf } from './eventFrame';
import { type ProvenFrame, readPiece, takePieces, takeTexts } from './framedEvents';
import { parseJson } from './json';
import { JsonScanner } from './jsonScanner';

/** Events that are longer, in UTF-16 code units, are no event of one token. */
const LONGEST = 16_384;
/** How often in a row a frame may come to nothing until no more is looked for. */
const TRIES = 16;

/** What stands in the slots of a frame when it is tried out: nothing that a server sends. */
const SAMPLE = {
  text: 'a text that no server sends',
  token: 'a token that none sends',
  logProbability: -0.125,
  alternatives: { 'an alternative that none sends': -0.25, 'and another': -2.5e-7 },
  offset: 123456789,
} as const;

/** How each sample is written behind what stands before its slot. */
const WRITTEN = {
  text: `${SAMPLE.text}"`,
  token: `${SAMPLE.token}"`,
  logProbability: JSON.stringify(SAMPLE.logProbability),
  alternatives: JSON.stringify(SAMPLE.alternatives).slice(1),
  offset: JSON.stringify(SAMPLE.offset),
} as const;

/** Events that were read by their frame: what they hold, and where the first of another kind begins. */
export interface Run {
  readonly chunk: CompletionChunk;
  readonly end: number;
  /** The length of all texts, in UTF-16 code units, where these are all there is, and ordinary. */
  readonly ordinary: number | undefined;
}

/**
 * Most events of a stream are the same but for a token and its log probabilities. Once two in a row
 * were, those that have the very same bytes around them need no parsing but of these, and the chunks
 * that come of them are those that would come of parsing. All others are left to the parser.
 */
export class RepeatedFrame {
  private last: EventFrame | undefined;
  /** The frame in an event's data that was proven last. */
  private known: EventFrame | undefined;
  private proven: ProvenFrame | undefined;
  private tries = TRIES;
  private noted: { readonly data: string; readonly chunk: CompletionChunk } | undefined;

  /** @param read how the JSON of an event becomes a chunk, whatever is in its slots */
  constructor(private readonly read: (value: unknown) => CompletionChunk) {}

  /** Whether an event waits to be learned. */
  get hasNoted(): boolean {
    return this.noted !== undefined;
  }

  /** Remembers an event that was parsed, to be learned before the next or when there is time. */
  note(data: string, chunk: CompletionChunk): void {
    this.learnNoted();
    if (this.tries === 0) return;
    // As it is now: what comes of it on its way does not count.
    this.noted = {
      data,
      chunk: { ...chunk, choices: chunk.choices.map((piece) => ({ ...piece })) },
    };
  }

  learnNoted(): void {
    const { noted } = this;
    this.noted = undefined;
    if (noted) this.learn(noted.data, noted.chunk);
  }

  /** Looks at an event that was parsed: `data` became `chunk`. */
  private learn(data: string, chunk: CompletionChunk): void {
    const [piece] = chunk.choices;
    if (this.tries === 0 || !piece || !isOfOneToken(chunk, piece)) return;
    if (data.length > LONGEST || data.includes('\n')) return;
    const frame = frameOf(data, Boolean(piece.logprobs));
    if (isDeepStrictEqual(frame, this.known)) return;
    const repeated = isDeepStrictEqual(frame, this.last);
    this.last = frame;
    this.tries--;
    if (!repeated || !this.isTrue(frame, chunk, piece)) return;
    this.known = frame;
    const { before, slots } = frame;
    const start = `data: ${before}`;
    const after = `${slots.at(-1)?.behind ?? ''}\n\n`;
    this.proven = {
      ...{ before: start, slots, after, joint: after + start },
      ...{ chunk: { ...chunk }, piece: { ...piece } },
    };
    this.tries = TRIES;
  }

  /**
   * Reads the events from `start` of `lines` on, up to the first that has another frame, in one
   * chunk. Undefined where the first is another one already.
   */
  take(lines: string, start: number): Run | undefined {
    this.learnNoted();
    const { proven } = this;
    if (!proven) return undefined;
    const scanner = new JsonScanner(lines, start);
    if (!scanner.passes(proven.before)) return undefined;
    const choices: ChoiceChunk[] = [];
    const isText = proven.slots.length === 1 && !('tokens' in proven.piece);
    const ordinary = isText ? takeTexts(scanner, proven, choices) : undefined;
    if (!isText) takePieces(scanner, proven, choices);
    if (choices.length === 0) return undefined;
    return { chunk: { ...proven.chunk, choices }, end: scanner.at, ordinary };
  }

  /** Whether what is in the slots is what the chunk has, and nothing else hangs on it. */
  private isTrue(frame: EventFrame, chunk: CompletionChunk, piece: ChoiceChunk): boolean {
    const { before, slots } = frame;
    const data = slots.reduce((text, { name, behind }) => text + WRITTEN[name] + behind, before);
    const value = parseJson(data);
    const expected = readPiece(new JsonScanner(data, before.length), { slots, piece });
    if (value === undefined || expected?.text !== SAMPLE.text) return false;
    try {
      return isDeepStrictEqual(this.read(value), { ...chunk, choices: [expected] });
    } catch {
      return false;
    }
  }
}

/** Whether nothing but one token and its log probabilities can be others in the next chunk of the kind. */
function isOfOneToken(chunk: CompletionChunk, piece: ChoiceChunk): boolean {
  const { finish_reason: reason, tokens, logprobs, text } = piece;
  const isOne = !logprobs || logprobs.tokens.length === 1;
  const rest = [reason, tokens, chunk.usage, chunk.time_info];
  return isOne && chunk.choices.length === 1 && typeof text === 'string' && !rest.some(Boolean);
}
