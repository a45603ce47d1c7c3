import { DocumentsSegment } from './documentsSegment';
import type { Indentation } from './indentation';
import type { LexemeCounts } from './lexemeCounts';
import type { LexemeHashes } from './lexemeHashes';
import type { LexemeReader } from './learning';
import { END, LineMemory } from './lineMemory';
import { normaliseForLearning } from './lexer';
import {
  linesOf,
  OpenDocument,
  type DocumentEdit,
  type LineChange,
  type LinePlace,
} from './openDocument';
import { hexadecimal, LONGEST_CONTEXT, Segment } from './segment';
import { SuffixOrder } from './suffixOrder';
import { BOUNDARY } from './vocabulary';

/** A longer line of an open document is not learned, in UTF-16 code units: a program wrote it. */
const LONGEST_LINE = 2_000;

/** The most that is kept of open documents, in lexemes; further documents are left out. */
const MOST_LEXEMES = 1 << 22;

const NO_CHANGE: LineChange = { first: 0, removed: 0, added: [] };

/** How many lines are read between two `yield`s: about a millisecond. */
const STEP = 256;

/**
 * The open documents, learned by lines. An edit takes the suffixes of the lines that it changes, and
 * of the lines before that reach into them, out of the suffix array and puts the new ones in.
 */
export class DocumentsIndex {
  private readonly documents = new Map<string, OpenDocument>();
  private readonly memory: LineMemory;
  private readonly order: SuffixOrder;
  private latest: DocumentsSegment | undefined;

  /**
   * @param counts is kept up to date
   * @param isRead whether a request may be reading what `snapshot` gave it
   */
  constructor(
    private readonly reader: LexemeReader,
    private readonly counts: LexemeCounts,
    hashes: LexemeHashes,
    isRead: () => boolean,
  ) {
    this.memory = new LineMemory(hashes);
    this.order = new SuffixOrder(isRead);
  }

  has(name: string): boolean {
    return this.documents.has(name);
  }

  /** The documents as they stand now. */
  snapshot(): DocumentsSegment {
    const { memory, order } = this;
    this.latest ??= new DocumentsSegment(
      new Segment(memory.lexemes, order.positions, order.length, hexadecimal(memory.fingerprint)),
      new Map(this.documents),
    );
    return this.latest;
  }

  /** Sets a document, and yields about every millisecond. */
  *set(name: string, written: string): Generator<void, void> {
    const text = normaliseForLearning(written);
    const known = this.documents.get(name);
    if (known?.text === text) return;
    if (known) yield* this.withdraw(name, known);
    yield* this.show(name, linesOf(text, true));
  }

  *remove(name: string): Generator<void, void> {
    const known = this.documents.get(name);
    if (!known) return;
    yield* this.withdraw(name, known);
    this.documents.delete(name);
    this.latest = undefined;
  }

  /**
   * Changes a document, at once.
   *
   * @param edits each in terms of the text that those before it have left
   * @param lineCount how many lines it has then
   * @returns false if the document is not known as the editor has it: its whole text is needed
   */
  edit(name: string, edits: readonly DocumentEdit[], lineCount: number): boolean {
    for (const edit of edits) {
      const document = this.documents.get(name);
      const change = document?.read(edit);
      if (!document || !change) return false;
      if (isReadAsBefore(document, change)) {
        finish(this.change(name, document, change));
      } else {
        // All of its lines are to be learned now, or none of them, or with another unit.
        const next = document.after(change, change.first, []);
        finish(this.withdraw(name, document));
        finish(this.show(name, linesOf(next.text, true)));
      }
    }
    return this.documents.get(name)?.lines.length === lineCount;
  }

  /** Wins memory back that edits have left unused, when there is much of it. */
  tidy(): void {
    if (!this.memory.isWasteful) return;
    const places = [...this.documents.values()]
      .flatMap(({ lines }) => lines.flatMap(({ place }) => place ?? []))
      .sort((a, b) => a.start - b.start);
    const compacted = this.memory.compact(places);
    this.order.renumber(compacted.moved);
    const newPlaces = new Map(places.map((place, index) => [place, compacted.places[index]]));
    for (const [name, document] of this.documents) {
      const all = document.lines.map(({ place }) => place && newPlaces.get(place));
      this.documents.set(name, document.moved(all));
    }
    this.latest = undefined;
  }

  /** Learns a document that is not yet known. */
  private *show(name: string, lines: readonly string[]): Generator<void, void> {
    yield* this.change(name, OpenDocument.nothing, { first: 0, removed: 0, added: lines });
  }

  /** Forgets what was learned from a document. */
  private *withdraw(name: string, document: OpenDocument): Generator<void, void> {
    const removed = document.lines.length;
    yield* this.change(name, document, { first: 0, removed, added: [] });
  }

  private *change(name: string, before: OpenDocument, change: LineChange): Generator<void, void> {
    const { first, removed, added } = change;
    const firstUnit = before.firstUnitAfter(change);
    const rewritten = firstReaching(before, first);
    const own: (Int32Array | undefined)[] = [];
    for (const { place } of before.lines.slice(rewritten, first)) {
      own.push(place && this.memory.own(place));
    }
    const isLearned = before.isLearnableAfter(change) && this.memory.size < MOST_LEXEMES;
    let indentation = before.indentationBefore(first);
    for (const [index, unit] of added.entries()) {
      const begin = indentation.with(firstUnit);
      own.push(isLearned ? this.read(unit, first + index === 0, begin) : undefined);
      indentation = indentation.afterLine(unit);
      if (index % STEP === STEP - 1) yield;
    }
    const gone = before.lines.slice(rewritten, first + removed).flatMap(({ place }) => place ?? []);
    for (const place of gone) this.memory.forget(place);
    const next = before.lines[first + removed]?.place;
    const places = this.write(own, next ? this.memory.beginning(next) : END);
    const fresh = places.flatMap((place) => place ?? []);
    yield* this.order.replace(this.memory.lexemes, positionsOf(gone), positionsOf(fresh));
    // All at once from here on: what is counted is what a request can find.
    for (const place of gone) this.counts.add(this.memory.own(place), -1);
    for (const place of fresh) this.counts.add(this.memory.own(place), 1);
    this.documents.set(name, before.after(change, rewritten, places));
    this.latest = undefined;
  }

  /** The lexemes of a line; nothing if it is too long. */
  private read(unit: string, isFirst: boolean, indentation: Indentation): Int32Array | undefined {
    if (unit.length > LONGEST_LINE) return undefined;
    const lexemes = this.reader.readAll(unit, indentation);
    return isFirst ? Int32Array.of(BOUNDARY, ...lexemes) : lexemes;
  }

  /** Writes lines, from the last to the first, because each has a copy of what follows it. */
  private write(
    lines: readonly (Int32Array | undefined)[],
    following: Int32Array,
  ): (LinePlace | undefined)[] {
    return lines
      .toReversed()
      .map((own) => {
        const place = own && this.memory.write(own, following);
        following = place ? this.memory.beginning(place) : END;
        return place;
      })
      .reverse();
  }
}

/** The first line from which a context can reach line `end`, without a gap between. */
function firstReaching({ lines }: OpenDocument, end: number): number {
  let line = end;
  for (let reach = 0; line > 0 && reach < LONGEST_CONTEXT; line--) {
    const place = lines[line - 1]?.place;
    if (!place) break;
    reach += place.end - place.start;
  }
  return line;
}

function positionsOf(places: readonly LinePlace[]): Int32Array {
  const length = places.reduce((sum, { start, end }) => sum + end - start, 0);
  const positions = new Int32Array(length);
  let index = 0;
  for (const { start, end } of places) {
    for (let position = start; position < end; position++) positions[index++] = position;
  }
  return positions;
}

/** Runs steps to their end at once. */
function finish(steps: Generator<void, void>): void {
  while (steps.next().done !== true);
}

/** Whether what a change leaves of a document is read as it was: learned or not, with the same unit. */
function isReadAsBefore(document: OpenDocument, change: LineChange): boolean {
  return (
    document.isLearnableAfter(change) === document.isLearnableAfter(NO_CHANGE) &&
    document.firstUnitAfter(change) === document.firstUnitAfter(NO_CHANGE)
  );
}
