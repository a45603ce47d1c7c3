import assert from 'node:assert/strict';
import { typedAlong } from '../../../src/inline/typedAlong';
import { picture } from '../../support/picture';

/** What is left at `now` of `text`, which completed `then`. */
function left(then: string, text: string, now: string): string | undefined {
  const along = typedAlong(picture(then), text, picture(now));
  return along && text.slice(along.consumed);
}

describe('Typing along a completion', () => {
  it('leaves all of it where it was', () => {
    assert.equal(left('const a|', ' = 1;', 'const a|'), ' = 1;');
  });

  it('leaves less with each letter', () => {
    assert.equal(left('const a|', ' = 1;', 'const a = |'), '1;');
  });

  it('is over when the person goes another way', () => {
    assert.equal(left('const a|', ' = 1;', 'const a: |'), undefined);
  });

  it('is over when the text before has been deleted', () => {
    assert.equal(left('const a|', ' = 1;', 'const |'), undefined);
  });

  it('is over when the text after the cursor has changed', () => {
    assert.equal(left('a|\nb', ' = 1;', 'a =|\nc'), undefined);
  });

  it('goes on when the editor closes a bracket that the person typed', () => {
    assert.equal(left('call|;', '(a, b)', 'call(|);'), 'a, b)');
  });

  it('goes on when the person types over a bracket that the editor closed', () => {
    assert.equal(left('call(|)\nnext', 'a);', 'call(a)|\nnext'), ';');
  });

  it('goes on when the editor breaks a line between brackets', () => {
    assert.equal(left('f() {|}', '\n  a();\n}', 'f() {\n  |\n}'), 'a();\n}');
  });

  it('takes no notice of how far the editor has indented a line', () => {
    assert.equal(left('f() {|', '\n  a();', 'f() {\n    |'), 'a();');
    assert.deepEqual(typedAlong(picture('f() {|'), '\n  a();', picture('f() {\n    |')), {
      consumed: 3,
      indentedFurther: '  ',
    });
  });

  it('knows the place again when the window has moved down the document', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `line number ${index}\n`);
    const later = lines.slice(64).join('');
    assert.equal(left(`${lines.join('')}a|`, 'bc', `${later}ab|`), 'c');
  });
});
