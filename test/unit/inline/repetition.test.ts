import assert from 'node:assert/strict';
import { repetitionStart } from '../../../src/inline/repetition';

/** What is kept of `text` below the lines of `above`. */
function kept(text: string, above: readonly string[] = []): string {
  return text.slice(0, repetitionStart(text, above));
}

describe('Repetition', () => {
  it('ends a completion at the third time of a line', () => {
    assert.equal(
      kept('log(message);\nlog(message);\nlog(message);\n'),
      'log(message);\nlog(message);',
    );
  });

  it('is no matter where lines are short', () => {
    const text = '}\n  }\n}\n  }\n}\n';
    assert.equal(kept(text), text);
  });

  it('of the two lines above leaves nothing', () => {
    assert.equal(kept('first(one);\nsecond(two);\n', ['first(one);', 'second(two);']), '');
  });

  it('of one line above is meant', () => {
    const text = 'first(one);\nthird(two);\n';
    assert.equal(kept(text, ['first(one);', 'second(two);']), text);
  });

  it('of a piece within a line ends the completion after its first time', () => {
    assert.equal(kept(`x = ${'a + '.repeat(12)}`), 'x = a +');
  });

  it('of one character is a ruler', () => {
    const ruler = `// ${'-'.repeat(70)}`;
    assert.equal(kept(ruler), ruler);
  });
});
