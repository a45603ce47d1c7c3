import type { SourceFile } from '../../../src/local/corpus';
import { ContextMatcher } from '../../../src/local/contextMatcher';
import { Followers } from '../../../src/local/followers';
import { lex, normaliseForLearning } from '../../../src/local/lexer';
import { Segment } from '../../../src/local/segment';
import { BOUNDARY, Vocabulary } from '../../../src/local/vocabulary';

/** The longest contexts of the files learned, and of the file itself, in lexemes. */
const LONGEST = { learned: 10, own: 8 };

/** How much a context counts against all shorter ones (Jelinek-Mercer). */
const INTERPOLATION = 0.5;

/** How much more a model counts for each lexeme of context that it has seen and the other not. */
const CONFIDENCE = Math.SQRT2;

/** The part of the last resort that all lexemes share equally. */
const EQUAL_SHARE = 0.02;

/**
 * The method of the prototype that the engine has to beat: n-grams of a suffix array and of the file
 * itself, each interpolated with fixed weights, mixed by the length of the context. Only to be
 * compared with: it has no care for speed.
 */
export class Prototype {
  readonly vocabulary = new Vocabulary();
  readonly segment: Segment;
  readonly frequencies = new Map<number, number>();
  readonly size: number;

  constructor(files: readonly SourceFile[]) {
    const number = (lexeme: string) => this.vocabulary.intern(lexeme);
    const documents = new Map(
      files.map(({ path, text }) => [
        path,
        Int32Array.from(lex(normaliseForLearning(text)).map(number)),
      ]),
    );
    this.segment = finish(Segment.build(documents, this.vocabulary.size));
    let size = 0;
    for (const lexemes of documents.values()) {
      size += lexemes.length;
      for (const lexeme of lexemes) add(this.frequencies, lexeme, 1);
    }
    this.size = size;
  }

  begin(): PrototypeSequence {
    return new PrototypeSequence(this);
  }
}

export class PrototypeSequence {
  private readonly matcher: ContextMatcher;
  private readonly lexemes: number[] = [BOUNDARY];
  private readonly positions = new Map<number, number[]>();

  constructor(private readonly prototype: Prototype) {
    this.matcher = new ContextMatcher(prototype.segment);
    this.matcher.append(BOUNDARY);
  }

  appendText(text: string): void {
    for (const lexeme of lex(text)) this.append(lexeme);
  }

  append(lexeme: string): void {
    const id = this.prototype.vocabulary.intern(lexeme);
    const position = this.lexemes.length;
    this.lexemes.push(id);
    this.matcher.append(id);
    const known = this.positions.get(id);
    if (known) known.push(position);
    else this.positions.set(id, [position]);
  }

  /** The probability of each lexeme that is known. */
  predict(): Map<number, number> {
    const models = [this.learned(), this.own()];
    const weights = models.map((levels) => CONFIDENCE ** levels.length);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const probabilities = new Map<number, number>();
    let below = 0;
    for (const [index, levels] of models.entries()) {
      let remaining = (weights[index] ?? 0) / total;
      for (const { lexemes, counts, length, total: seen } of levels.toReversed()) {
        for (let entry = 0; entry < length; entry++) {
          const share = (remaining * INTERPOLATION * (counts[entry] ?? 0)) / seen;
          add(probabilities, lexemes[entry] ?? BOUNDARY, share);
        }
        remaining *= 1 - INTERPOLATION;
      }
      below += remaining;
    }
    const { frequencies, size } = this.prototype;
    const equally = (below * EQUAL_SHARE) / (frequencies.size + this.positions.size);
    for (const id of this.positions.keys()) add(probabilities, id, equally);
    for (const [id, count] of frequencies) {
      add(probabilities, id, (below * (1 - EQUAL_SHARE) * count) / size + equally);
    }
    return probabilities;
  }

  /** What followed the contexts of 1, 2, … lexemes in the files learned. */
  private learned(): Followers[] {
    const { matcher, prototype } = this;
    const levels: Followers[] = [];
    for (let length = 1; length <= Math.min(matcher.longest, LONGEST.learned); length++) {
      const range = [matcher.low(length), matcher.high(length), length] as const;
      levels.push(prototype.segment.followers(...range, new Followers()));
    }
    return levels;
  }

  /** The same in the text so far. */
  private own(): Followers[] {
    const { lexemes } = this;
    const last = lexemes.length - 1;
    const counts: Map<number, number>[] = [];
    for (const position of this.positions.get(lexemes[last] ?? BOUNDARY) ?? []) {
      if (position === last) continue;
      for (let length = 1; length <= LONGEST.own; length++) {
        if (lexemes[last - length + 1] !== lexemes[position - length + 1]) break;
        const followers = (counts[length - 1] ??= new Map<number, number>());
        add(followers, lexemes[position + 1] ?? BOUNDARY, 1);
      }
    }
    return counts.map((level) => {
      const followers = new Followers();
      for (const [lexeme, count] of level) followers.add(lexeme, count);
      return followers;
    });
  }
}

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
