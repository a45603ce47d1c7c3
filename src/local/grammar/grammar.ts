/** A set of single UTF-16 code units, with one of them for when any will do. */
export interface CharacterSet {
  readonly has: (character: string) => boolean;
  readonly example: string;
}

/** What stands in a production: the name of a rule, or one character of a set. */
export type GrammarSymbol<Rule extends string> = Rule | CharacterSet;

/**
 * Rules by name, each with its alternatives. It has to be LL(1): at every place, the next character
 * decides which alternative it is, and what comes after a rule that may be empty begins otherwise
 * than the rule does.
 */
export type Rules<Rule extends string> = Readonly<
  Record<Rule, readonly (readonly GrammarSymbol<Rule>[])[]>
>;

/**
 * What has still to come after the beginning of a text, as a stack that shares its lower part with
 * the states before. Immutable.
 */
export class Expectation<Rule extends string> {
  /** The shortest text that completes it. */
  readonly closing: string;
  /** Whether nothing has to come any more: the text may end here. */
  readonly mayEnd: boolean;

  private constructor(
    private readonly grammar: Grammar<Rule>,
    private readonly symbol: GrammarSymbol<Rule>,
    private readonly rest: Expectation<Rule> | undefined,
  ) {
    const own = grammar.shortest(symbol);
    this.closing = own + (rest?.closing ?? '');
    this.mayEnd = own === '' && (rest?.mayEnd ?? true);
  }

  static of<Rule extends string>(
    grammar: Grammar<Rule>,
    symbols: readonly GrammarSymbol<Rule>[],
    rest: Expectation<Rule> | undefined,
  ): Expectation<Rule> | undefined {
    return symbols.reduceRight<Expectation<Rule> | undefined>(
      (below, symbol) => new Expectation(grammar, symbol, below),
      rest,
    );
  }

  /**
   * What is expected after `character`: `complete` if nothing can follow it; undefined if it cannot
   * come here.
   */
  after(character: string): Expectation<Rule> | 'complete' | undefined {
    const { grammar, symbol, rest } = this;
    if (typeof symbol !== 'string') {
      return symbol.has(character) ? (rest ?? 'complete') : undefined;
    }
    const alternative = grammar.alternative(symbol, character);
    if (alternative) return Expectation.of(grammar, alternative, rest)?.after(character);
    return grammar.shortest(symbol) === '' ? rest?.after(character) : undefined;
  }

  /** The same after a text of one character or more. */
  afterText(text: string): Expectation<Rule> | 'complete' | undefined {
    let expected = this.after(text.charAt(0));
    for (let at = 1; at < text.length; at++) {
      if (expected === undefined || expected === 'complete') return undefined;
      expected = expected.after(text.charAt(at));
    }
    return expected;
  }
}

type Alternative<Rule extends string> = readonly GrammarSymbol<Rule>[] | undefined;

/** A grammar that is followed character by character. */
export class Grammar<Rule extends string> {
  private readonly shortestOf = new Map<Rule, string>();
  /** What was found once, by rule and character. */
  private readonly alternatives = new Map<Rule, Map<string, Alternative<Rule>>>();

  constructor(private readonly rules: Rules<Rule>) {
    this.findShortest();
  }

  /** What is expected where a text of `rule` begins. */
  begin(rule: Rule): Expectation<Rule> {
    const expected = Expectation.of(this, [rule], undefined);
    if (!expected) throw new Error('One symbol makes one expectation.');
    return expected;
  }

  /** The shortest text of a symbol. */
  shortest(symbol: GrammarSymbol<Rule>): string {
    return typeof symbol === 'string' ? (this.shortestOf.get(symbol) ?? '') : symbol.example;
  }

  /** The alternative of `rule` that `character` begins. */
  alternative(rule: Rule, character: string): readonly GrammarSymbol<Rule>[] | undefined {
    const known = this.alternatives.get(rule) ?? new Map<string, Alternative<Rule>>();
    if (known.has(character)) return known.get(character);
    const found = this.rules[rule].find((symbols) => this.begins(symbols, character));
    // What begins with other characters is rare, and there are many of them.
    if (character < '\x80') this.alternatives.set(rule, known.set(character, found));
    return found;
  }

  private begins(symbols: readonly GrammarSymbol<Rule>[], character: string): boolean {
    for (const symbol of symbols) {
      if (typeof symbol !== 'string') return symbol.has(character);
      if (this.alternative(symbol, character)) return true;
      if (this.shortest(symbol) !== '') return false;
    }
    return false;
  }

  /** Rules in terms of those whose shortest text is known, until all are. */
  private findShortest(): void {
    const entries = Object.entries<Rules<Rule>[Rule]>(this.rules).filter(
      (entry): entry is [Rule, Rules<Rule>[Rule]] => entry[0] in this.rules,
    );
    for (let changed = true; changed;) {
      changed = false;
      for (const [rule, alternatives] of entries) {
        for (const symbols of alternatives) {
          const text = this.knownText(symbols);
          const known = this.shortestOf.get(rule);
          if (text === undefined || (known !== undefined && known.length <= text.length)) continue;
          this.shortestOf.set(rule, text);
          changed = true;
        }
      }
    }
  }

  private knownText(symbols: readonly GrammarSymbol<Rule>[]): string | undefined {
    let text = '';
    for (const symbol of symbols) {
      const own = typeof symbol === 'string' ? this.shortestOf.get(symbol) : symbol.example;
      if (own === undefined) return undefined;
      text += own;
    }
    return text;
  }
}
