import assert from 'node:assert/strict';
import { GeneratedRange, type TextChange } from '../../../src/editor/generatedRange';

/** What becomes of the generated text, drawn as `<…>`, when `[old→new]` is edited around it. */
function edited(picture: string): string {
  let text = '';
  let start = 0;
  let end = 0;
  const changes: TextChange[] = [];
  let replaced: { rangeOffset: number; after: string } | undefined;
  for (const part of picture.match(/→[^\]]*|./g) ?? []) {
    if (part === '<') start = text.length;
    else if (part === '>') end = text.length;
    else if (part === '[') replaced = { rangeOffset: text.length, after: '' };
    else if (replaced && part.startsWith('→')) replaced.after = part.slice(1);
    else if (replaced && part === ']') {
      const { rangeOffset, after } = replaced;
      changes.push({ rangeOffset, rangeLength: text.length - rangeOffset, text: after });
    } else text += part;
  }
  const range = new GeneratedRange(start);
  range.grow(end - start);
  // The editor tells of the last change first.
  changes.reverse();
  if (!range.follow(changes)) return 'touched';
  for (const { rangeOffset, rangeLength, text: inserted } of changes) {
    text = text.slice(0, rangeOffset) + inserted + text.slice(rangeOffset + rangeLength);
  }
  return `${text.slice(0, range.start)}<${text.slice(range.start, range.end)}>${text.slice(range.end)}`;
}

describe('GeneratedRange', () => {
  it('moves with what is typed, deleted or replaced before it', () => {
    assert.equal(edited('a[→bc]d<made>e'), 'abcd<made>e');
    assert.equal(edited('a[bc→]d<made>e'), 'ad<made>e');
    assert.equal(edited('a[b→xyz]<made>e'), 'axyz<made>e');
    assert.equal(edited('[→x]<made>'), 'x<made>');
  });

  it('stays where it is when the text after it changes', () => {
    assert.equal(edited('a<made>b[→c]'), 'a<made>bc');
    assert.equal(edited('a<made>[b→]c'), 'a<made>c');
  });

  it('takes several changes at once, as from several cursors', () => {
    assert.equal(edited('[→x]a[→x]<made>b[→x]'), 'xax<made>bx');
  });

  it('is touched by an edit inside it, at its end, or across a border', () => {
    assert.equal(edited('a<ma[→x]de>b'), 'touched');
    assert.equal(edited('a<made[→x]>b'), 'touched');
    assert.equal(edited('a<m[ad→]e>b'), 'touched');
    assert.equal(edited('[a<ma→]de>b'), 'touched');
    assert.equal(edited('a<ma[de>b→]'), 'touched');
    assert.equal(edited('[a<made>b→]'), 'touched');
  });

  it('before anything is generated, lets text be typed at its place, and stays behind it', () => {
    assert.equal(edited('a[→x]<>b'), 'ax<>b');
    assert.equal(edited('[a→]<>b'), '<>b');
    assert.equal(edited('[a<>b→]'), 'touched');
  });
});
