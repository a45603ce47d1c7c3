import type { OpenDocument } from './openDocument';
import type { PositionRange, Segment } from './segment';

/** A place in a document that a prompt and its suffix may have been cut from, in its characters. */
interface Placement {
  readonly start: number;
  readonly end: number;
  /** How many characters of prompt and suffix the document has there. */
  readonly agreement: number;
}

/** Characters by which the far ends of prompt and suffix are looked for. */
const ANCHOR = 200;

/** How far behind the beginning of the line edited last the cursor is looked for. */
const LONGEST_STEP = 2_000;

/** The most places that are tried for a prompt whose beginning occurs again and again. */
const MOST_PLACES = 8;

/** The most text that an edit may have taken out of the document since it was learned. */
const MOST_REMOVED = 1_000;

/**
 * The open documents, one of which is being edited. A request does not say which: it is recognised
 * by its text.
 */
export class DocumentsSegment {
  constructor(
    readonly segment: Segment,
    private readonly documents: ReadonlyMap<string, OpenDocument>,
  ) {}

  /** The units of indentation of the documents, as they are where they end; '' if not known. */
  get units(): string[] {
    return [...this.documents.values()].map(({ lines }) => lines.at(-1)?.indentation.unit ?? '');
  }

  /**
   * Where prompt and suffix stand in the open documents: the positions in the segment of all lines
   * that they are part of, in ascending order. None if they come from no document, as far as one can
   * see. The text near the cursor may be older than the prompt, so they are compared from their far
   * ends.
   */
  locate(prompt: string, suffix: string): PositionRange[] {
    const length = prompt.length + suffix.length;
    let best: { document: OpenDocument; placement: Placement } | undefined;
    for (const document of this.documents.values()) {
      const { text, latest } = document;
      const placement = placeNear(latest, prompt, suffix, text) ?? place(prompt, suffix, text);
      if (!isConvincing(placement, length)) continue;
      if (!best || isBetter(placement, best.placement)) best = { document, placement };
    }
    if (!best) return [];
    const { document, placement } = best;
    const end = Math.min(placement.end, placement.start + length + MOST_REMOVED);
    return positionsBetween(document, placement.start, end);
  }
}

/** The positions of the lines that have text from `start` to `end`, in ascending order. */
function positionsBetween(document: OpenDocument, start: number, end: number): PositionRange[] {
  const ranges: PositionRange[] = [];
  let lineEnd = 0;
  for (const { text, place } of document.lines) {
    const lineStart = lineEnd;
    lineEnd += text.length;
    if (lineEnd < start) continue;
    if (lineStart > end) break;
    const isPart = (lineEnd > start && lineStart < end) || lineStart === start;
    if (place && isPart) ranges.push(place);
  }
  return ranges.sort((a, b) => a.start - b.start);
}

/** Whether a place agrees more, or as much and has less that does not agree. */
function isBetter(one: Placement, other: Placement): boolean {
  if (one.agreement !== other.agreement) return one.agreement > other.agreement;
  return one.end - one.start < other.end - other.start;
}

/** Whether a place agrees with a request of `length` characters, and not by chance. */
function isConvincing({ start, end, agreement }: Placement, length: number): boolean {
  return (
    agreement > 0 &&
    agreement * 2 >= length &&
    (agreement >= ANCHOR || agreement * 2 >= end - start)
  );
}

/** Where exactly prompt and suffix stand, if that is where the latest edit was. */
function placeNear(
  latest: number,
  prompt: string,
  suffix: string,
  text: string,
): Placement | undefined {
  const from = Math.max(0, latest - prompt.length);
  const found = text.slice(from, latest + LONGEST_STEP).lastIndexOf(prompt.slice(-ANCHOR));
  if (found < 0) return undefined;
  const cursor = from + found + Math.min(ANCHOR, prompt.length);
  const start = cursor - prompt.length;
  const end = suffix === '' ? text.length : cursor + suffix.length;
  const isHere = start >= 0 && text.startsWith(prompt, start) && text.startsWith(suffix, cursor);
  return isHere ? { start, end, agreement: prompt.length + suffix.length } : undefined;
}

function place(prompt: string, suffix: string, text: string): Placement {
  const tail = suffix.slice(-ANCHOR);
  const found = text.lastIndexOf(tail);
  const end = found < 0 ? text.length : found + tail.length;
  const unchanged = Math.max(0, end - suffix.length - prompt.length);
  let start = unchanged;
  let before = commonBeginning(prompt, text, unchanged);
  for (const other of [0, ...occurrences(prompt.slice(0, ANCHOR), text)]) {
    const common = commonBeginning(prompt, text, other);
    if (common > before) [start, before] = [other, common];
  }
  return { start, end, agreement: before + commonEnd(suffix, text, end) };
}

function* occurrences(part: string, text: string): Generator<number> {
  let at = -1;
  for (let place = 0; place < MOST_PLACES && part !== ''; place++) {
    at = text.indexOf(part, at + 1);
    if (at < 0) return;
    yield at;
  }
}

/** How many characters `text` at `offset` has in common with the beginning of `beginning`. */
function commonBeginning(beginning: string, text: string, offset: number): number {
  const longest = Math.min(beginning.length, text.length - offset);
  let length = 0;
  while (length < longest && beginning.charCodeAt(length) === text.charCodeAt(offset + length)) {
    length++;
  }
  return length;
}

/** How many characters `text` before `offset` has in common with the end of `end`. */
function commonEnd(end: string, text: string, offset: number): number {
  const longest = Math.min(end.length, offset);
  let length = 0;
  while (
    length < longest &&
    end.charCodeAt(end.length - length - 1) === text.charCodeAt(offset - length - 1)
  ) {
    length++;
  }
  return length;
}
