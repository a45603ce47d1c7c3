import assert from 'node:assert/strict';
import { isFullLexeme, lex, LONGEST_LEXEME, normaliseForLearning } from '../../../src/local/lexer';
import { randomText, seededRandom } from './localTesting';

describe('The lexer', () => {
  it('tells words, numbers, blanks, line ends with their indentation, and symbols apart', () => {
    assert.deepEqual(lex('if (x_1 >= 0x1F) {\n\treturn  $y;\n}'), [
      ...['if', ' ', '(', 'x_1', ' ', '>', '=', ' ', '0x1F', ')', ' ', '{'],
      ...['\n\t', 'return', '  ', '$y', ';', '\n', '}'],
    ]);
  });

  it('keeps words of any script whole, and characters outside words whole', () => {
    assert.deepEqual(lex('größe=变量+क्षि😀𝒳'), ['größe', '=', '变量', '+', 'क्षि', '😀', '𝒳']);
  });

  it('makes each blank line a lexeme of its own', () => {
    assert.deepEqual(lex('a\n\n  b'), ['a', '\n', '\n  ', 'b']);
  });

  it('loses nothing, whatever the text', () => {
    const random = seededRandom(1, 0);
    for (let round = 0; round < 300; round++) {
      const text = randomText(random, Math.floor(random() * 60));
      assert.equal(lex(text).join(''), text);
    }
  });

  it('divides no character, and ends every lexeme in time', () => {
    const random = seededRandom(2, 0);
    for (let round = 0; round < 100; round++) {
      const text = `${randomText(random, 20)}${'𝒳'.repeat(150)}${' '.repeat(150)}\n${'\t'.repeat(99)}`;
      for (const lexeme of lex(text)) {
        assert.ok(Array.from(lexeme).length <= LONGEST_LEXEME);
        assert.equal(lexeme.isWellFormed() || lexeme.length === 1, true, JSON.stringify(lexeme));
      }
    }
  });

  it('finds the same lexemes again in a text made of them, unless two run together', () => {
    const lexemes = lex('  return value[3];\n    }');
    assert.deepEqual(lex(lexemes.join('')), lexemes);
    assert.deepEqual(lex(['re', 'turn'].join('')), ['return']);
  });

  it('knows when a lexeme can grow no more', () => {
    assert.equal(isFullLexeme('𝒳'.repeat(LONGEST_LEXEME)), true);
    assert.equal(isFullLexeme('𝒳'.repeat(LONGEST_LEXEME - 1)), false);
  });

  it('reads all line ends as line feeds for learning, and no byte order mark', () => {
    assert.equal(normaliseForLearning('\uFEFFa\r\nb\rc\n'), 'a\nb\nc\n');
  });
});
