import assert from 'node:assert/strict';
import { lexicalRules } from '../../../src/inline/lexicalRules';
import { meetSuffix } from '../../../src/inline/meetSuffix';
import { picture } from '../../support/picture';

/** The document after `completion` has been accepted at its cursor. */
function accepted(document: string, completion: string): string {
  const window = picture(document);
  const { text, replaces } = meetSuffix(completion, window, lexicalRules('typescript'));
  return window.prefix + text + window.suffix.slice(replaces);
}

describe('A completion that meets the text after the cursor', () => {
  it('is left alone at the end of a line', () => {
    assert.equal(accepted('call(|\nnext', 'a, b);'), 'call(a, b);\nnext');
  });

  it('does not double a closing bracket', () => {
    assert.equal(accepted('call(|)', 'a, b)'), 'call(a, b)');
  });

  it('does not double it when more follows it', () => {
    assert.equal(accepted('call(|)', 'a, b);'), 'call(a, b);');
  });

  it('does not double several', () => {
    assert.equal(accepted("it('|', () => {})", "works', () => {})"), "it('works', () => {})");
  });

  it('does not double a quote', () => {
    assert.equal(accepted("import x from '|'", "./x';"), "import x from './x';");
  });

  it('does not double a whole end of line', () => {
    assert.equal(accepted('foo(|bar);', 'first, bar);'), 'foo(first, bar);');
  });

  it('does not double the part of it that it runs into', () => {
    assert.equal(accepted('foo(|) + bar;', 'a, b)'), 'foo(a, b) + bar;');
  });

  it('goes in before brackets that it leaves open', () => {
    assert.equal(accepted('call(|)', 'a, b'), 'call(a, b)');
  });

  it('does not double the bracket that closes a block of several lines', () => {
    assert.equal(accepted('call({|})', '\n  a,\n})'), 'call({\n  a,\n})');
  });

  it('replaces only text that the new text has too, so that the editor can show it', () => {
    const { text, replaces } = meetSuffix('a, b);', picture('call(|)'), lexicalRules('typescript'));
    assert.ok(text.includes(')') && replaces === 1);
  });

  it('does not lose a bracket that belongs to the text before the cursor', () => {
    assert.equal(accepted('call(|)', 'other()'), 'call(other())');
    assert.equal(accepted('a[f(|)]', 'x(1)'), 'a[f(x(1))]');
  });

  it('does not lose a quote', () => {
    assert.equal(accepted("f('|')", 'a'), "f('a')");
    assert.equal(accepted('f(|)', "'a'"), "f('a')");
  });

  it('takes brackets in strings for text', () => {
    assert.equal(accepted('call(|)', "'(' + a)"), "call('(' + a)");
  });

  it('does not double a semicolon', () => {
    assert.equal(accepted('const a = call(|);', 'b);'), 'const a = call(b);');
  });

  it('does not double a bracket that it closes before it opens another', () => {
    assert.equal(accepted('for (const it|)', 'em of items) {'), 'for (const item of items) {');
  });

  it('does not double a bracket of its first line that closes before a block', () => {
    const loop = 'const item of items) {\n  use(item);\n}';
    assert.equal(accepted('for (|)', loop), `for (${loop}`);
    assert.equal(
      accepted("it('works', (|));", 'done) => {\n  done();\n}'),
      "it('works', (done) => {\n  done();\n});",
    );
  });

  it('ends a block and goes on in the same line', () => {
    const block = '=> {\n    done();\n  }';
    assert.equal(accepted("  it('works', () |);", block), `  it('works', () ${block});`);
  });

  it('does not double it while the block is still to come', () => {
    const begun = 'const item of items) {\n  use(item);';
    assert.equal(accepted('for (|)', begun), `for (${begun}`);
  });

  it('keeps the end of an inner block that looks like that of the outer one', () => {
    const inner = '\n  a: {\n    b,\n  }';
    assert.equal(accepted('call({|})', inner), `call({${inner}\n})`);
  });

  it('puts the bracket that closes a block on a line of its own while more of it is to come', () => {
    assert.equal(accepted('  f(() => {|})', '\n    a();'), '  f(() => {\n    a();\n  })');
  });
});
