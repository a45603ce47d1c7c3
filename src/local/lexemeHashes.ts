import type { Lexicon } from './vocabulary';

/** Hashes of lexemes by their texts, so that the same text has the same hash whatever its numbers. */
export class LexemeHashes {
  private hashes = new Int32Array(1 << 12);
  private known = 0;

  constructor(private readonly lexicon: Lexicon) {}

  /** A hash of lexemes in their order, its bits well mixed, so that sums of hashes are hashes too. */
  of(lexemes: Int32Array): number {
    this.learnNew();
    const { hashes } = this;
    let hash = 0x811c9dc5;
    for (const lexeme of lexemes) hash = Math.imul(hash ^ (hashes[lexeme] ?? 0), 0x01000193);
    return mixed(hash);
  }

  private learnNew(): void {
    const { size } = this.lexicon;
    if (size > this.hashes.length) {
      const longer = new Int32Array(2 * size);
      longer.set(this.hashes);
      this.hashes = longer;
    }
    for (; this.known < size; this.known++) {
      this.hashes[this.known] = hashOfText(this.lexicon.textOf(this.known));
    }
  }
}

/** FNV-1a over UTF-16 code units. */
function hashOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mixed(hash);
}

function mixed(hash: number): number {
  const product = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return product ^ (product >>> 13);
}
