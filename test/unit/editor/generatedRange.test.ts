import assert from 'node:assert/strict';
import { GeneratedRange, type TextChange } from '../../../src/editor/generatedRange';
import type { TextPlace } from '../../../src/editor/textPlace';
import { Chance } from '../remote/faults/chance';

/** From one offset to another, with what comes in between instead. */
type Replacement = readonly [start: number, end: number, text: string];

function placeIn(text: string, offset: number): TextPlace {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** Replacements of a text as the editor tells of them: the last one first. */
function changesOf(text: string, replacements: readonly Replacement[]): TextChange[] {
  return replacements
    .map(([start, end, inserted]) => ({
      ...{ rangeOffset: start, rangeLength: end - start, text: inserted },
      range: { start: placeIn(text, start), end: placeIn(text, end) },
    }))
    .reverse();
}

function afterwards(before: string, changes: readonly TextChange[]): string {
  return changes.reduce(
    (text, { rangeOffset, rangeLength, text: inserted }) =>
      text.slice(0, rangeOffset) + inserted + text.slice(rangeOffset + rangeLength),
    before,
  );
}

function rangeIn(text: string, start: number, end: number): GeneratedRange {
  const range = new GeneratedRange(start, placeIn(text, start));
  const without = text.slice(0, start) + text.slice(end);
  const [grown] = changesOf(without, [[start, start, text.slice(start, end)]]);
  if (grown) range.grow(grown);
  return range;
}

/** What becomes of the generated text, drawn as `<…>`, when `[old→new]` is edited around it. */
function edited(picture: string): string {
  let text = '';
  let start = 0;
  let end = 0;
  const replacements: Replacement[] = [];
  let replaced: { rangeOffset: number; after: string } | undefined;
  for (const part of picture.match(/→[^\]]*|./g) ?? []) {
    if (part === '<') start = text.length;
    else if (part === '>') end = text.length;
    else if (part === '[') replaced = { rangeOffset: text.length, after: '' };
    else if (replaced && part.startsWith('→')) replaced.after = part.slice(1);
    else if (replaced && part === ']') {
      const { rangeOffset, after } = replaced;
      replacements.push([rangeOffset, text.length, after]);
    } else text += part;
  }
  const range = rangeIn(text, start, end);
  const changes = changesOf(text, replacements);
  if (!range.follow(changes)) return 'touched';
  text = afterwards(text, changes);
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

  it('knows its lines as well as its offsets, whatever is edited around it', () => {
    for (let number = 0; number < 500; number++) {
      const chance = new Chance(7, number);
      const piece = (most: number) =>
        Array.from({ length: chance.below(most) }, () => chance.pick(['a', 'bc', '\n', ' '])).join(
          '',
        );
      const [before, made, after] = [piece(30), `<${piece(10)}>`, piece(30)];
      const text = before + made + after;
      const replacements: Replacement[] = [];
      for (let at = 0; at < text.length; at += 1 + chance.below(15)) {
        const end = Math.min(at + chance.below(4), text.length);
        const touches = end >= before.length && at < before.length + made.length + 1;
        if (!touches) replacements.push([at, end, piece(5)]);
        at = end;
      }
      const range = rangeIn(text, before.length, before.length + made.length);
      const changes = changesOf(text, replacements);
      assert.ok(range.follow(changes));
      const now = afterwards(text, changes);
      assert.equal(now.slice(range.start, range.end), made);
      assert.deepEqual(range.startPlace, placeIn(now, range.start));
      assert.deepEqual(range.endPlace, placeIn(now, range.end));
    }
  });
});
