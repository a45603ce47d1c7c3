/** The hash of no bytes (FNV-1a). */
export const NO_BYTES = 0x811c9dc5 | 0;

/** For how many bytes there is room at first, and how many texts that is at most. */
const ROOM = { bytes: 1 << 21, texts: 1 << 17 };

/** The hash of bytes and one more. */
export function hashWith(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

/** The hash of `start`..`end` of `bytes`. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = NO_BYTES;
  for (; start < end; start++) hash = hashWith(hash, bytes[start] ?? 0);
  return hash;
}

/**
 * Numbers texts from 1 on in the order they are met, by their bytes in UTF-8: to find one makes no
 * string of it, and leaves nothing to be won back.
 */
export class TextTable {
  private bytes = Buffer.allocUnsafe(ROOM.bytes);
  /** Where in `bytes` the text of each number ends, and the next one begins. */
  private readonly ends = [0];
  /** Numbers in the places of their hashes, or the next free ones; half of them are free. */
  private places = new Int32Array(2 * ROOM.texts);

  get size(): number {
    return this.ends.length - 1;
  }

  /** The number of the text that is `start`..`end` of `source`, a new one if it has none yet. */
  numberOf(source: Uint8Array, start: number, end: number, hash: number): number {
    const { places } = this;
    const mask = places.length - 1;
    for (let place = mixed(hash); ; place++) {
      const number = places[place & mask] ?? 0;
      if (number === 0) return this.add(source.subarray(start, end), place & mask);
      if (this.isText(number, source, start, end)) return number;
    }
  }

  /** The number of a text, as above. */
  numberOfText(text: string): number {
    const source = Buffer.from(text);
    return this.numberOf(source, 0, source.length, hashOf(source, 0, source.length));
  }

  /** @param number from 1 to `size` */
  textOf(number: number): string {
    return this.bytes.toString('utf8', this.ends[number - 1], this.ends[number]);
  }

  private isText(number: number, source: Uint8Array, start: number, end: number): boolean {
    const { bytes, ends } = this;
    let index = ends[number - 1] ?? 0;
    if ((ends[number] ?? 0) - index !== end - start) return false;
    for (; start < end; start++) if (bytes[index++] !== source[start]) return false;
    return true;
  }

  private add(text: Uint8Array, place: number): number {
    const begin = this.ends[this.size] ?? 0;
    const end = begin + text.length;
    if (end > this.bytes.length) this.bytes = Buffer.concat([this.bytes], 2 * end);
    this.bytes.set(text, begin);
    this.places[place] = this.ends.push(end) - 1;
    if (2 * this.size > this.places.length) this.grow();
    return this.size;
  }

  private grow(): void {
    const { bytes, ends } = this;
    const places = new Int32Array(2 * this.places.length);
    const mask = places.length - 1;
    for (let number = 1; number < ends.length; number++) {
      let place = mixed(hashOf(bytes, ends[number - 1] ?? 0, ends[number] ?? 0));
      while (places[place & mask] !== 0) place++;
      places[place & mask] = number;
    }
    this.places = places;
  }
}

/** The upper bits are the better mixed ones. */
function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}
