import assert from 'node:assert/strict';
import { Distribution } from '../../../src/local/distribution';
import { LexemeKind } from '../../../src/local/lexemeKind';
import { Ranking } from '../../../src/local/ranking';
import { Unigrams } from '../../../src/local/unigrams';
import { Vocabulary } from '../../../src/local/vocabulary';
import { seededRandom } from './localTesting';

describe('Ranking', () => {
  it('hands out every candidate once, the most probable first, however far apart they are', () => {
    const random = seededRandom(9, 0);
    const vocabulary = new Vocabulary();
    for (let word = 0; word < 300; word++) vocabulary.intern(`word${word}`);
    for (const symbol of ['(', ')', ';']) vocabulary.intern(symbol);
    const counts = Int32Array.from({ length: vocabulary.size }, () => Math.floor(random() * 9));
    counts[0] = 1;
    const distribution = new Distribution(vocabulary);
    for (let round = 0; round < 50; round++) {
      const unigrams = new Unigrams(vocabulary, counts);
      const absorbed = round % 2 === 0 ? LexemeKind.word : undefined;
      distribution.begin({ unigrams, absorbed, perOccurrence: 1e-4, perLexeme: 1e-6 });
      for (let listed = 0; listed < round; listed++) {
        const lexeme = absorbed === undefined ? 1 + Math.floor(random() * 300) : 301 + (listed % 3);
        distribution.add(lexeme, 10 ** (-7 * random()));
      }
      distribution.addCompletion(1, 10 ** (-7 * random()));
      const ranked: number[] = [];
      const probabilities: number[] = [];
      const ranking = new Ranking(distribution);
      for (let rank = 0, next = ranking.at(0); next; next = ranking.at(++rank)) {
        ranked.push(next.candidate);
        probabilities.push(next.probability);
      }
      const all = Array.from({ length: vocabulary.size }, (_, lexeme) => lexeme);
      const expected = all.filter((lexeme) => distribution.probabilityOf(lexeme) > 0);
      assert.deepEqual(
        ranked.toSorted((a, b) => a - b),
        [~1, ...expected],
      );
      assert.deepEqual(
        probabilities,
        probabilities.toSorted((a, b) => b - a),
      );
    }
  });
});
