import type { LexemeHashes } from './lexemeHashes';
import type { LinePlace } from './openDocument';
import { LONGEST_CONTEXT } from './segment';
import { BOUNDARY } from './vocabulary';

/** Memory of lines that are gone is won back when there is more of it than of the others. */
const LEAST_GARBAGE = 1 << 14;

/** What follows the last line of a document, and a line that is not learned. */
export const END = Int32Array.of(BOUNDARY);

/**
 * The lexemes of lines, each line with a copy of those that follow it, as many as a context can
 * reach: so no line has to move when another one changes. Only the end is ever written to.
 */
export class LineMemory {
  lexemes = new Int32Array(LEAST_GARBAGE);
  private used = 0;
  private live = 0;
  /** The sum of the lines' hashes. */
  fingerprint = 0;

  constructor(private readonly hashes: LexemeHashes) {}

  /** How many lexemes all lines have, copies included. */
  get size(): number {
    return this.live;
  }

  write(own: Int32Array, following: Int32Array): LinePlace {
    const start = this.used;
    const end = start + own.length;
    const reach = end + following.length;
    if (reach > this.lexemes.length) {
      const longer = new Int32Array(2 * reach);
      longer.set(this.lexemes);
      this.lexemes = longer;
    }
    this.lexemes.set(own, start);
    this.lexemes.set(following, end);
    this.used = reach;
    this.live += reach - start;
    const hash = this.hashes.of(this.lexemes.subarray(start, reach));
    this.fingerprint = (this.fingerprint + hash) | 0;
    return { start, end, reach, hash };
  }

  /** The lexemes of a line, without the copy of what follows it. */
  own({ start, end }: LinePlace): Int32Array {
    return this.lexemes.subarray(start, end);
  }

  /** What the line before one copies from it: its own lexemes and what follows them. */
  beginning({ start, reach }: LinePlace): Int32Array {
    return this.lexemes.slice(start, Math.min(reach, start + LONGEST_CONTEXT));
  }

  forget({ start, reach, hash }: LinePlace): void {
    this.live -= reach - start;
    this.fingerprint = (this.fingerprint - hash) | 0;
  }

  /** Whether `compact` is worth its time. */
  get isWasteful(): boolean {
    return this.used - this.live > this.live + LEAST_GARBAGE;
  }

  /**
   * Puts lines close together in new memory; their order stays.
   *
   * @param places all lines there are, by their position
   * @returns the new position for each old one, of the lines' own lexemes
   */
  compact(places: readonly LinePlace[]): { moved: Int32Array; places: LinePlace[] } {
    const lexemes = new Int32Array(2 * this.live + LEAST_GARBAGE);
    const moved = new Int32Array(this.used);
    let used = 0;
    const newPlaces = places.map(({ start, end, reach, hash }) => {
      lexemes.set(this.lexemes.subarray(start, reach), used);
      const shift = used - start;
      for (let position = start; position < end; position++) moved[position] = position + shift;
      used += reach - start;
      return { start: start + shift, end: end + shift, reach: reach + shift, hash };
    });
    this.lexemes = lexemes;
    this.used = used;
    return { moved, places: newPlaces };
  }
}
