/** The hash of no bytes (FNV-1a). */
export const NO_BYTES = 0x811c9dc5 | 0;

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

/** How many texts there is room for at first, and for how many bytes of them: both are doubled. */
const FEW = { texts: 1 << 17, bytes: 1 << 21 };

/**
 * Numbers texts from 1 on in the order they are met, by their bytes in UTF-8: to find one makes no
 * string of it, and leaves nothing to be won back.
 */
export class TextTable {
  size = 0;
  private bytes = Buffer.allocUnsafe(FEW.bytes);
  /** Where in `bytes` the text of each number ends; those before it end where it begins. */
  private ends = new Int32Array(FEW.texts);
  private hashes = new Int32Array(FEW.texts);
  /** Numbers in the places of their hashes, or the next free ones; at most half of them are taken. */
  private places = new Int32Array(2 * FEW.texts);

  /** The number of the text that is `start`..`end` of `source`, a new one if it has none yet. */
  numberOf(source: Uint8Array, start: number, end: number, hash: number): number {
    const { places, hashes } = this;
    const mask = places.length - 1;
    // The upper bits are mixed better than the lower ones.
    let place = (hash ^ (hash >>> 15)) & mask;
    for (let number = places[place] ?? 0; number > 0; number = places[place] ?? 0) {
      if (hashes[number] === hash && this.isText(number, source, start, end)) return number;
      place = (place + 1) & mask;
    }
    return this.add(source, start, end, hash);
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
    const { bytes } = this;
    let index = this.ends[number - 1] ?? 0;
    if ((this.ends[number] ?? 0) - index !== end - start) return false;
    for (; start < end; start++) if (bytes[index++] !== source[start]) return false;
    return true;
  }

  private add(source: Uint8Array, start: number, end: number, hash: number): number {
    const begin = this.ends[this.size] ?? 0;
    const number = ++this.size;
    if (begin + end - start > this.bytes.length) {
      const more = Buffer.allocUnsafe(2 * this.bytes.length + end - start);
      this.bytes.copy(more);
      this.bytes = more;
    }
    if (number === this.hashes.length) this.grow();
    this.bytes.set(source.subarray(start, end), begin);
    this.ends[number] = begin + end - start;
    this.hashes[number] = hash;
    this.place(number, hash);
    return number;
  }

  private place(number: number, hash: number): void {
    const { places } = this;
    const mask = places.length - 1;
    let place = (hash ^ (hash >>> 15)) & mask;
    while (places[place] !== 0) place = (place + 1) & mask;
    places[place] = number;
  }

  private grow(): void {
    const [ends, hashes] = [this.ends, this.hashes].map((numbers) => {
      const more = new Int32Array(2 * numbers.length);
      more.set(numbers);
      return more;
    });
    if (!ends || !hashes) return;
    this.ends = ends;
    this.hashes = hashes;
    this.places = new Int32Array(2 * hashes.length);
    for (let number = 1; number < this.size; number++) this.place(number, hashes[number] ?? 0);
  }
}
