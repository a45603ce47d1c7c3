import type { Chance } from './chance';
import type { AnswerEvent } from './trueAnswer';

/** The bytes of an event stream, and what they hold. */
export interface StreamBytes {
  readonly bytes: Buffer;
  /** Where each event ends, in bytes. */
  readonly ends: readonly number[];
}

/** Writes events in any of the ways in which servers do. */
export function streamBytes(chance: Chance, events: readonly AnswerEvent[]): StreamBytes {
  const lineEnd = chance.pick(['\n', '\n', '\r\n', '\r']);
  const space = chance.pick([' ', ' ', '']);
  const pieces: Buffer[] = [];
  const ends: number[] = [];
  let length = 0;
  const write = (text: string) => {
    const bytes = Buffer.from(text);
    pieces.push(bytes);
    length += bytes.length;
  };
  if (chance.happens(0.1)) write('\uFEFF');
  for (const { value } of events) {
    if (chance.happens(0.1)) write(`: ping${lineEnd}${chance.pick(['', lineEnd])}`);
    if (chance.happens(0.05)) write(`data:${lineEnd}${lineEnd}`);
    if (chance.happens(0.05)) write(`event: completion${lineEnd}id: 1${lineEnd}`);
    const json = JSON.stringify(value, undefined, chance.happens(0.1) ? 1 : 0);
    for (const line of json.split('\n')) write(`data:${space}${line}${lineEnd}`);
    write(lineEnd);
    ends.push(length);
  }
  if (chance.happens(0.5)) write(`data: [DONE]${lineEnd}${lineEnd}`);
  return { bytes: Buffer.concat(pieces), ends };
}

/** `bytes`, cut into pieces of any length. */
export function inPieces(chance: Chance, bytes: Buffer): Buffer[] {
  const longest = chance.pick([3, 50, 500, 100_000]);
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length && pieces.length < 300;) {
    const end = pieces.length === 299 ? bytes.length : start + 1 + chance.below(longest);
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}
