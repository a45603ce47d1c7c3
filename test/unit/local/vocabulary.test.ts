import assert from 'node:assert/strict';
import { LexemeKind } from '../../../src/local/lexemeKind';
import { RequestVocabulary } from '../../../src/local/requestVocabulary';
import { BOUNDARY, Vocabulary } from '../../../src/local/vocabulary';
import { finish, pick, seededRandom } from './localTesting';

function randomWord(length: number, random: () => number): string {
  return Array.from({ length }, () => pick(['a', 'b', 'c', 'd', 'é'], random)).join('');
}

describe('Vocabulary', () => {
  it('numbers lexemes in the order they are met, each once', () => {
    const vocabulary = new Vocabulary();
    assert.deepEqual(
      ['let', ' ', 'let', '\n  '].map((lexeme) => vocabulary.intern(lexeme)),
      [1, 2, 1, 3],
    );
    assert.equal(vocabulary.size, 4);
    assert.equal(vocabulary.textOf(3), '\n  ');
    assert.equal(vocabulary.kindOf(3), LexemeKind.newline);
    assert.equal(vocabulary.find('var'), undefined);
  });

  it('knows what cannot follow a lexeme because the two would be one', () => {
    const vocabulary = new Vocabulary();
    const absorbed = (lexeme: string) => vocabulary.absorbedBy(vocabulary.intern(lexeme));
    assert.equal(absorbed('word'), LexemeKind.word);
    assert.equal(absorbed('\n  '), LexemeKind.space);
    assert.equal(absorbed('  '), LexemeKind.space);
    assert.equal(absorbed('('), undefined);
    assert.equal(absorbed('w'.repeat(64)), undefined);
    assert.equal(vocabulary.absorbedBy(BOUNDARY), undefined);
  });

  it('finds all lexemes with a beginning, at every size', () => {
    const random = seededRandom(3, 0);
    const vocabulary = new Vocabulary();
    const words = new Set<string>();
    for (let round = 0; round < 1500; round++) {
      const word = randomWord(1 + Math.floor(random() * 6), random);
      words.add(word);
      vocabulary.intern(word);
      if (round % 50 !== 0) continue;
      if (round % 300 === 0) finish(vocabulary.prepare());
      const beginning = randomWord(1 + Math.floor(random() * 2), random);
      const found = vocabulary.beginningWith(beginning).map((id) => vocabulary.textOf(id));
      const expected = [...words].filter((each) => each.startsWith(beginning));
      assert.deepEqual(found.sort(), expected.sort());
    }
  });
});

describe('RequestVocabulary', () => {
  it('adds lexemes for one request and leaves no trace', () => {
    const learned = new Vocabulary();
    const known = learned.intern('known');
    const request = new RequestVocabulary(learned, learned.size);
    const added = request.intern('knots');
    assert.equal(request.intern('known'), known);
    assert.equal(request.textOf(added), 'knots');
    assert.deepEqual(request.beginningWith('kno'), [known, added]);
    assert.equal(learned.find('knots'), undefined);
  });

  it('does not see what is learned meanwhile', () => {
    const learned = new Vocabulary();
    const request = new RequestVocabulary(learned, learned.size);
    const later = learned.intern('later');
    const mine = request.intern('mine');
    assert.equal(request.find('later'), undefined);
    assert.equal(mine, later);
    assert.equal(request.textOf(mine), 'mine');
    assert.deepEqual(request.beginningWith('late'), []);
  });
});
