import assert from 'node:assert/strict';
import { lexicalRules } from '../../../src/inline/lexicalRules';
import { withoutOpenEnd } from '../../../src/inline/openEnd';

/** What is kept of `shown`, which is cut in its last line; `|` is the cursor. */
function kept(shown: string, { from = 0, languageId = 'typescript' } = {}): string {
  const [before = '', text = ''] = shown.split('|');
  const end = text.length;
  return text.slice(0, withoutOpenEnd(text, { from, end, before }, lexicalRules(languageId)));
}

describe('Ghost text that is cut within its line', () => {
  it('opens no bracket at its end', () => {
    assert.equal(kept('const a = |list.get('), 'list.get');
    assert.equal(kept('const a = |list['), 'list');
    assert.equal(kept('call(|{ '), '');
    assert.equal(kept('call(|all, ({'), 'all,');
  });

  it('opens no quote at its end, but closes one', () => {
    assert.equal(kept('report(|node, "'), 'node,');
    assert.equal(kept('import a from |"'), '');
    assert.equal(kept('import a from "|b"'), 'b"');
    assert.equal(kept("import |'a', '"), "'a',");
    assert.equal(kept('log(|`${'), '');
    assert.equal(kept('|return ""'), 'return ""');
    assert.equal(kept('|return """', { languageId: 'python' }), 'return');
  });

  it('may open what is no string in its language', () => {
    assert.equal(kept('- The |ID of `', { languageId: 'markdown' }), 'ID of `');
    assert.equal(kept("fn name<|'", { languageId: 'rust' }), "'");
  });

  it('looks at its last line alone', () => {
    assert.equal(kept('if (a === "|b") {\n  log("'), 'b") {\n  log');
  });

  it('keeps what was typed, and what opens nothing', () => {
    assert.equal(kept('a = |get("', { from: 4 }), 'get(');
    assert.equal(kept('a = |get(b,'), 'get(b,');
    assert.equal(kept('|'), '');
  });
});
