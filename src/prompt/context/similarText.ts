import { phrase } from '../../completions/phrase';
import type { DocumentWindow } from '../documentWindow';
import type { Section } from '../promptSubject';
import { DocumentPassages, type Passage } from './passages';
import { LABEL, Relevance } from './relevance';
import { Terms } from './terms';

/** Lines around the cursor that say what is needed, and how far their weight halves. */
const LINES_BEFORE = 60;
const LINES_AFTER = 30;
const HALF_LIFE = 6;
/** The text after the cursor and the parts of names say less. */
const AFTER = 0.7;
const SUBWORD = 0.5;

/** The text that was chosen before stays as long as it holds this much of what the best would. */
const GOOD_ENOUGH = 0.8;

/**
 * A passage that has more of its lines in the window says nothing new. Of the document itself it would
 * be the window's own text, moved by some lines.
 */
const MOST_SHARED = 0.5;
const MOST_SHARED_OWN = 0.25;

/** Lines indexed at once, between two looks at the clock. */
const SLICE = 200;
/** The most lines of one document, and documents, that are looked at. */
const MOST_LINES = 20_000;
export const MOST_DOCUMENTS = 24;
/** Terms of text long gone stay known until there are this many. */
const MOST_TERMS = 500_000;

interface IndexedDocument {
  readonly version: number;
  readonly path: string;
  readonly lines: readonly string[];
  passages: DocumentPassages;
}

/** What was chosen last for a document, to stay with it while it is good enough. */
interface Choice {
  readonly passages: readonly Passage[];
  readonly sections: readonly Section[];
}

/**
 * Finds text in other documents, and in far parts of the same one, that is likely to hold what the
 * line at the cursor needs. Documents are cut and indexed once for each version of them.
 */
export class SimilarText {
  private terms = new Terms();
  /** The last viewed comes last. */
  private readonly documents = new Map<string, IndexedDocument>();
  private readonly choices = new Map<string, Choice>();

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(private readonly now: () => number) {}

  /** Whether the document is known in this version. */
  has(id: string, version: number): boolean {
    return this.documents.get(id)?.version === version;
  }

  /** A document is there, has changed, or is viewed again: it counts as the last viewed. */
  setDocument(id: string, path: string, version: number, lines: () => readonly string[]): void {
    const known = this.documents.get(id);
    this.documents.delete(id);
    if (known?.version === version) {
      this.documents.set(id, known);
      return;
    }
    if (this.terms.size > MOST_TERMS) this.startAnew();
    const text = lines().slice(0, MOST_LINES);
    const passages = new DocumentPassages(id, path, text, this.terms);
    this.documents.set(id, { version, path, lines: text, passages });
    for (const oldest of this.documents.keys()) {
      if (this.documents.size <= MOST_DOCUMENTS) break;
      this.removeDocument(oldest);
    }
  }

  removeDocument(id: string): void {
    this.documents.delete(id);
    this.choices.delete(id);
  }

  /** Whatever was chosen for a document is chosen anew. */
  forget(id: string): void {
    this.choices.delete(id);
  }

  /**
   * Indexes what is not yet indexed, the last viewed first, for at most so many milliseconds.
   *
   * @returns whether everything is indexed
   */
  prepare(milliseconds: number): boolean {
    const deadline = this.now() + milliseconds;
    for (const { passages } of [...this.documents.values()].reverse()) {
      while (!passages.complete) {
        if (this.now() >= deadline) return false;
        passages.advance(SLICE);
      }
    }
    return true;
  }

  /**
   * The text that is worth showing to the model for a cursor in document `id`, within a budget of
   * characters. It stays the same, and in the same order, as long as it is good enough: servers keep
   * the beginning of a prompt for the next.
   *
   * @param mayShow says of a document whether its text may be sent
   */
  around(
    id: string,
    window: DocumentWindow,
    budget: number,
    mayShow: (id: string) => boolean,
  ): readonly Section[] {
    const shown = [...this.documents].filter(([each]) => mayShow(each));
    const documents = shown.map(([, { passages }]) => passages);
    const near = linesOf(window);
    const mayAdd = (passage: Passage) =>
      shareIn(near, passage) <= (passage.document.id === id ? MOST_SHARED_OWN : MOST_SHARED);
    const relevance = new Relevance(documents, this.query(window), mayAdd);
    const known = this.identifiersIn(window);
    const best = relevance.choose(known, budget);
    const before = this.choices.get(id);
    const byId = new Map(documents.map((document) => [document.id, document]));
    const isThere = (passage: Passage) => byId.get(passage.document.id)?.stillHas(passage) ?? false;
    const stays =
      before !== undefined &&
      sizeOf(before.sections) <= budget &&
      before.passages.every((passage) => isThere(passage) && mayAdd(passage)) &&
      relevance.coverage(before.passages, known) >= GOOD_ENOUGH * relevance.coverage(best, known);
    if (stays) return before.sections;
    const sections = sectionsOf(best);
    this.choices.set(id, { passages: best, sections });
    return sections;
  }

  private query(window: DocumentWindow): ReadonlyMap<number, number> {
    const query = new Map<number, number>();
    const add = (term: number, weight: number) => {
      if (weight > (query.get(term) ?? 0)) query.set(term, weight);
    };
    const addLines = (lines: readonly string[], first: number) => {
      for (const [distance, line] of lines.entries()) {
        const weight = first * 0.5 ** (distance / HALF_LIFE);
        for (const identifier of this.terms.of(line)) {
          add(identifier, weight);
          for (const part of this.terms.subwordsOf(identifier)) add(part, weight * SUBWORD);
        }
      }
    };
    addLines(window.prefix.split('\n').slice(-LINES_BEFORE).reverse(), 1);
    addLines(window.suffix.split('\n').slice(0, LINES_AFTER), AFTER);
    return query;
  }

  private identifiersIn({ prefix, suffix }: DocumentWindow): ReadonlySet<number> {
    const lines = [...prefix.split('\n'), ...suffix.split('\n')];
    return new Set(lines.flatMap((line) => this.terms.of(line)));
  }

  /** Forgets the terms of text that is gone; what is there is indexed again. */
  private startAnew(): void {
    this.terms = new Terms();
    this.choices.clear();
    for (const [id, document] of this.documents) {
      document.passages = new DocumentPassages(id, document.path, document.lines, this.terms);
    }
  }
}

/** The lines of the window that have something on them. */
function linesOf({ prefix, suffix }: DocumentWindow): ReadonlySet<string> {
  const lines = [...prefix.split('\n'), ...suffix.split('\n')].map((line) => line.trim());
  return new Set(lines.filter((line) => line.length > 3));
}

/** Which part of a passage's lines stands in the window already, from 0 to 1. */
function shareIn(near: ReadonlySet<string>, passage: Passage): number {
  let lines = 0;
  let there = 0;
  for (let line = passage.start; line < passage.start + passage.lineCount; line++) {
    const text = passage.document.lines[line]?.trim() ?? '';
    if (text.length <= 3) continue;
    lines++;
    if (near.has(text)) there++;
  }
  return there / Math.max(1, lines);
}

/** One section for each document, its passages in the order of their lines. */
function sectionsOf(passages: readonly Passage[]): Section[] {
  const byDocument = new Map<DocumentPassages, Set<number>>();
  for (const { document, start, lineCount } of passages) {
    const lines = byDocument.get(document) ?? new Set();
    for (let line = start; line < start + lineCount; line++) lines.add(line);
    byDocument.set(document, lines);
  }
  return [...byDocument].map(([document, lines]) => {
    const numbers = [...lines].sort((a, b) => a - b);
    const text = numbers.map((number) => document.lines[number] ?? '').join('\n');
    return {
      kind: 'similar',
      label: document.path,
      text,
      reason: phrase`Lines ${ranges(numbers)} have identifiers that are likely to be needed at the cursor.`,
    };
  });
}

/** What `sections` take of a budget, in characters. */
function sizeOf(sections: readonly Section[]): number {
  return sections.reduce((sum, { text }) => sum + text.length + 1 + LABEL, 0);
}

/** Sorted numbers of lines, counted from 0, as the person counts them: `1–8, 20–27`. */
function ranges(numbers: readonly number[]): string {
  const found: [first: number, last: number][] = [];
  for (const number of numbers) {
    const range = found.at(-1);
    if (range?.[1] === number - 1) range[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) => `${first + 1}–${last + 1}`).join(', ');
}
