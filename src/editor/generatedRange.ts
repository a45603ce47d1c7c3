/** One change of a document's text, as the editor tells of it: in UTF-16 code units. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * Where generated text stands in a document, in UTF-16 code units from its start. It follows the
 * edits around it, and notices those that touch it.
 */
export class GeneratedRange {
  private startOffset: number;
  private endOffset: number;

  constructor(offset: number) {
    this.startOffset = offset;
    this.endOffset = offset;
  }

  get start(): number {
    return this.startOffset;
  }

  get end(): number {
    return this.endOffset;
  }

  get isEmpty(): boolean {
    return this.startOffset === this.endOffset;
  }

  /** It has become longer by `length`, or shorter, at its end. */
  grow(length: number): void {
    this.endOffset += length;
  }

  /** Whether `change` takes away an end of it, or all of it, and nothing else. */
  endsWith({ rangeOffset, rangeLength, text }: TextChange): boolean {
    const isEnd = rangeOffset >= this.startOffset && rangeOffset + rangeLength === this.endOffset;
    return isEnd && text === '' && rangeLength > 0;
  }

  /**
   * Follows somebody else's edit: changes that were made at once, all counted in the text before it.
   *
   * @returns whether the generated text is still whole and alone; if not, its place is lost
   */
  follow(changes: readonly TextChange[]): boolean {
    const { startOffset: start, endOffset: end } = this;
    let moved = 0;
    for (const { rangeOffset, rangeLength, text } of changes) {
      const isBefore = rangeOffset + rangeLength <= start && (rangeOffset < end || this.isEmpty);
      const isAfter = rangeOffset > end || (rangeOffset === end && rangeLength > 0);
      if (isBefore) moved += text.length - rangeLength;
      else if (!isAfter) return false;
    }
    this.startOffset += moved;
    this.endOffset += moved;
    return true;
  }
}
