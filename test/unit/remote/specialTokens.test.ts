import assert from 'node:assert/strict';
import { safeLength, withoutTrailingSpecialTokens } from '../../../src/remote/specialTokens';

describe('withoutTrailingSpecialTokens', () => {
  it('takes special tokens off the end, however many', () => {
    assert.equal(withoutTrailingSpecialTokens('done<|eot_id|>'), 'done');
    assert.equal(withoutTrailingSpecialTokens('done<|im_end|><|endoftext|>'), 'done');
    assert.equal(withoutTrailingSpecialTokens('done<｜end▁of▁sentence｜>'), 'done');
    assert.equal(withoutTrailingSpecialTokens('<EOT>'), '');
  });

  it('leaves them where they are text: inside, or followed by anything', () => {
    for (const text of ['a<|eot_id|>b', '"<|eot_id|>"', '<|eot_id|>\n', '<|eot_id', 'x > y']) {
      assert.equal(withoutTrailingSpecialTokens(text), text);
    }
  });

  it('leaves the end of an HTML element that looks like one', () => {
    assert.equal(withoutTrailingSpecialTokens('<s>old</s>'), '<s>old</s>');
  });
});

describe('safeLength', () => {
  const safe = (text: string) => text.slice(0, safeLength(text));

  it('holds back a possible beginning of a special token', () => {
    assert.equal(safe('a<'), 'a');
    assert.equal(safe('a<|eot'), 'a');
    assert.equal(safe('a<|eot_id|'), 'a');
    assert.equal(safe('a<｜end'), 'a');
  });

  it('holds back a whole one, and a beginning after it', () => {
    assert.equal(safe('a<|eot_id|>'), 'a');
    assert.equal(safe('a<|eot_id|><|eo'), 'a');
  });

  it('holds nothing back that cannot become one', () => {
    for (const text of ['', 'a', 'a < b', 'Array<string', 'x <= y', '<|eot_idx', '<|eot_id|>;']) {
      assert.equal(safe(text), text);
    }
  });
});
