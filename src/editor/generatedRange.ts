import { placeAfter, type Replacement, type TextPlace } from './textPlace';

/** One change of a document's text, in UTF-16 code units from its start. */
export interface OffsetChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** The same as the editor tells of it: by lines too. */
export interface TextChange extends OffsetChange, Replacement {}

/**
 * Where generated text stands in a document. It follows the edits around it, and notices those that
 * touch it. It knows its lines as well as its offsets: to find one by the other would cost the more,
 * the longer the document is.
 */
export class GeneratedRange {
  private startOffset: number;
  private endOffset: number;
  private startAt: TextPlace;
  private endAt: TextPlace;

  /** An empty one. @param offset in UTF-16 code units from the text's start */
  constructor(offset: number, at: TextPlace) {
    this.startOffset = this.endOffset = offset;
    this.startAt = this.endAt = at;
  }

  get start(): number {
    return this.startOffset;
  }

  get end(): number {
    return this.endOffset;
  }

  get startPlace(): TextPlace {
    return this.startAt;
  }

  get endPlace(): TextPlace {
    return this.endAt;
  }

  get isEmpty(): boolean {
    return this.startOffset === this.endOffset;
  }

  /** Its own text has changed, up to its end. */
  grow(change: TextChange): void {
    this.endOffset += change.text.length - change.rangeLength;
    this.endAt = placeAfter(this.endAt, change);
  }

  /** Whether `change` takes away an end of it, or all of it, and nothing else. */
  endsWith({ rangeOffset, rangeLength, text }: OffsetChange): boolean {
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
    const before: TextChange[] = [];
    for (const change of changes) {
      const { rangeOffset, rangeLength } = change;
      const isBefore = rangeOffset + rangeLength <= start && (rangeOffset < end || this.isEmpty);
      const isAfter = rangeOffset > end || (rangeOffset === end && rangeLength > 0);
      if (isBefore) before.push(change);
      else if (!isAfter) return false;
    }
    // The nearest first: those before it are then still where they were counted.
    before.sort((a, b) => b.rangeOffset - a.rangeOffset);
    for (const change of before) {
      const moved = change.text.length - change.rangeLength;
      this.startOffset += moved;
      this.endOffset += moved;
      this.endAt = placeAfter(this.endAt, change);
      this.startAt = placeAfter(this.startAt, change);
    }
    return true;
  }
}
