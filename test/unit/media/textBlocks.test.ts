import assert from 'node:assert/strict';
import { textBlocks } from '../../../media/textBlocks';

const blocksOf = (texts: readonly string[]) =>
  textBlocks({ length: texts.length, text: (index) => texts[index] ?? '' });

/** The text of each block, as its runs have it. */
function blockTexts(texts: readonly string[]): string[] {
  return blocksOf(texts).map(({ runs }) =>
    runs
      .map(({ start, end, carried, cut }) => {
        const own = texts.slice(start, end);
        return carried + [...own.slice(0, -1), (own.at(-1) ?? '').slice(0, cut)].join('');
      })
      .join(''),
  );
}

const repeated = (texts: readonly string[], times: number) =>
  Array.from({ length: times }, () => texts).flat();

describe('The blocks of a text', () => {
  it('are one for a short text, also where there is none', () => {
    assert.deepEqual(blockTexts([]), ['']);
    assert.deepEqual(blockTexts(['a', '\n', 'b']), ['a\nb']);
  });

  it('are whole lines, and together the whole text', () => {
    const texts = repeated(['a', ' b', '\n    ', 'c', ';\n'], 300);
    const blocks = blockTexts(texts);
    assert.equal(blocks.join(''), texts.join(''));
    assert.ok(blocks.length > 10);
    for (const block of blocks.slice(0, -1)) assert.ok(block.endsWith('\n'), block);
  });

  it('carry on what a token has behind its line end', () => {
    const texts = [...repeated(['a'], 110), '\n  ', 'b'];
    assert.deepEqual(blockTexts(texts), [`${'a'.repeat(110)}\n`, '  b']);
    assert.deepEqual(
      blocksOf(texts).map(({ lines }) => lines),
      [1, 1],
    );
  });

  it('are divided into short runs where no line ends', () => {
    const [block, ...others] = blocksOf(repeated(['word '], 1_000));
    assert.deepEqual(others, []);
    assert.deepEqual([block?.runs.length, block?.lines], [7, 1]);
  });

  it('stay as they are when more text comes', () => {
    const texts = repeated(['a', ' b', '\n    ', 'c'], 300);
    const before = blocksOf(texts.slice(0, 700));
    assert.deepEqual(blocksOf(texts).slice(0, before.length - 1), before.slice(0, -1));
  });
});
