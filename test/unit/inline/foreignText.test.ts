import assert from 'node:assert/strict';
import { foreignTextStart } from '../../../src/inline/foreignText';

function kept(text: string, languageId = 'typescript'): string {
  return text.slice(0, foreignTextStart(text, languageId));
}

describe('Foreign text', () => {
  it('is a special token of a model', () => {
    assert.equal(kept('a();<|im_end|>more'), 'a();');
    assert.equal(kept('a();<｜end▁of▁sentence｜>'), 'a();');
    assert.equal(kept('a();<fim_middle>b'), 'a();');
  });

  it('is the fence with which a model ends its code, with its line break', () => {
    assert.equal(kept('a();\n```\nThis code'), 'a();');
  });

  it('is no fence where fences belong', () => {
    assert.equal(kept('text\n```\ncode', 'markdown'), 'text\n```\ncode');
  });

  it('is not what operators and tags look like', () => {
    const text = 'a <| b |> c; <b>x</b>';
    assert.equal(kept(text), text);
  });
});
