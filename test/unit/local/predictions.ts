import { ContextMatcher } from '../../../src/local/contextMatcher';
import type { Corpus } from '../../../src/local/corpus';
import { Followers } from '../../../src/local/followers';
import { LEXEME_KINDS } from '../../../src/local/lexemeKind';
import { firstUnitOf, Indentation } from '../../../src/local/indentation';
import { lex } from '../../../src/local/lexer';
import { BOUNDARY } from '../../../src/local/vocabulary';

/**
 * All that a corpus has to predict from, as text: for each context along `text`, how often each lexeme
 * followed it, in every segment; and how often each lexeme of `text` occurs. Two corpora with the same
 * answers give the same probabilities.
 */
export function answersOf(corpus: Pick<Corpus, 'model'>, text: string): string[] {
  const { vocabulary, unigrams } = corpus.model;
  const answers: string[] = [];
  const totals = unigrams.totalsWithout(undefined);
  answers.push(`${totals.occurrences} occurrences of ${totals.lexemes} lexemes`);
  for (const kind of LEXEME_KINDS) {
    for (const { count, lexemes } of unigrams.tiers(kind)) {
      const texts = Array.from(lexemes, (lexeme) => JSON.stringify(vocabulary.textOf(lexeme)));
      answers.push(`${count} times: ${texts.sort().join()}`);
    }
  }
  const lexemes = ['', ...relative(text)];
  for (const { segment } of corpus.model.segmentsFor('', '')) {
    const matcher = new ContextMatcher(segment);
    for (const [index, lexeme] of lexemes.entries()) {
      const id = lexeme === '' ? BOUNDARY : vocabulary.find(lexeme);
      // A lexeme that has gone keeps its number, and is as good as never met.
      if (id === undefined || unigrams.count(id) === 0) {
        matcher.restart();
        continue;
      }
      matcher.append(id);
      for (let length = 1; length <= matcher.longest; length++) {
        const found = segment.followers(
          ...([matcher.low(length), matcher.high(length), length] as const),
          new Followers(),
        );
        const followers = Array.from({ length: found.length }, (_, entry) => {
          const text = vocabulary.textOf(found.lexemes[entry] ?? BOUNDARY);
          return `${JSON.stringify(text)} ${found.counts[entry] ?? 0}`;
        });
        answers.push(`${index}, ${length}: ${followers.sort().join()}`);
      }
      answers.push(`${JSON.stringify(lexeme)} ${unigrams.count(id)}`);
    }
  }
  return answers;
}

/** The lexemes of a text as they are learned: line ends relative to the indentation before. */
export function relative(text: string): string[] {
  const lexemes = lex(text);
  const indentations = indentationsIn(lexemes, Indentation.before(firstUnitOf(text)));
  return lexemes.map((each, index) =>
    each.startsWith('\n') ? (indentations[index]?.lexemeOf(each) ?? '') : each,
  );
}

/** Before each lexeme of a text, and after all. @param begin before the first one */
export function indentationsIn(lexemes: readonly string[], begin: Indentation): Indentation[] {
  const indentations = [begin];
  for (const [index, each] of lexemes.entries()) {
    const end = lexemes.slice(0, index).join('').replace(/\r$/, '').at(-1);
    indentations.push((indentations[index] ?? begin).next(each, end));
  }
  return indentations;
}
