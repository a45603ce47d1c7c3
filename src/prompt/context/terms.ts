import { identifiersIn, subwordsOf } from './identifiers';

/** Lines that are kept, short enough in all: longer ones are not looked at. */
const MOST_LINES = 50_000;

/** Numbers for identifiers and their subwords, so that comparing text is comparing numbers. */
export class Terms {
  private readonly numbers = new Map<string, number>();
  private readonly subwords: (readonly number[])[] = [];
  /** Lines that have been read: most of them are read again with the next key. */
  private readonly lines = new Map<string, readonly number[]>();

  /** How many terms there are: each is below this. */
  get size(): number {
    return this.subwords.length;
  }

  /** The identifiers of one line as terms, in order and with repetitions. */
  of(line: string): readonly number[] {
    const known = this.lines.get(line);
    if (known) return known;
    if (this.lines.size >= MOST_LINES) this.lines.clear();
    const terms = identifiersIn(line).map((identifier) => this.term(identifier));
    this.lines.set(line, terms);
    return terms;
  }

  /** The subwords of an identifier, as terms; a subword has none. */
  subwordsOf(term: number): readonly number[] {
    return this.subwords[term] ?? [];
  }

  private term(identifier: string): number {
    const known = this.numbers.get(identifier);
    if (known !== undefined) return known;
    const parts = subwordsOf(identifier).map((subword) => this.number(`~${subword}`, []));
    return this.number(identifier, parts);
  }

  private number(name: string, subwords: readonly number[]): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.subwords.push(subwords) - 1;
    this.numbers.set(name, number);
    return number;
  }
}
