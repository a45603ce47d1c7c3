import { absorbedKind, type LexemeKind } from './lexemeKind';
import { isFullLexeme, lexemeKindAt } from './lexer';
import type { Lexicon } from './vocabulary';

/**
 * The vocabulary as it was when a request began, with the lexemes that only the request itself has.
 * What the vocabulary learns meanwhile stays out of sight, and the request leaves no trace in it.
 */
export class RequestVocabulary implements Lexicon {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];

  constructor(
    private readonly learned: Lexicon,
    private readonly learnedSize: number,
  ) {}

  get size(): number {
    return this.learnedSize + this.texts.length;
  }

  find(text: string): number | undefined {
    const learned = this.learned.find(text);
    return learned !== undefined && learned < this.learnedSize ? learned : this.ids.get(text);
  }

  textOf(id: number): string {
    return id < this.learnedSize
      ? this.learned.textOf(id)
      : (this.texts[id - this.learnedSize] ?? '');
  }

  kindOf(id: number): LexemeKind {
    return id < this.learnedSize ? this.learned.kindOf(id) : lexemeKindAt(this.textOf(id), 0);
  }

  absorbedBy(id: number): LexemeKind | undefined {
    if (id < this.learnedSize) return this.learned.absorbedBy(id);
    return absorbedKind(this.kindOf(id), isFullLexeme(this.textOf(id)));
  }

  intern(lexeme: string): number {
    const known = this.find(lexeme);
    if (known !== undefined) return known;
    const id = this.size;
    this.ids.set(lexeme, id);
    this.texts.push(lexeme);
    return id;
  }

  beginningWith(beginning: string): number[] {
    const found = this.learned.beginningWith(beginning).filter((id) => id < this.learnedSize);
    for (const [text, id] of this.ids) if (text.startsWith(beginning)) found.push(id);
    return found;
  }
}
