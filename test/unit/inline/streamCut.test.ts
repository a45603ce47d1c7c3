import assert from 'node:assert/strict';
import type { ScoredToken } from '../../../src/completions/logProbabilities';
import { extentAt } from '../../../src/inline/extentAt';
import { StreamCut } from '../../../src/inline/streamCut';
import { picture } from '../../support/picture';

const THRESHOLDS = { floor: 0.4, line: 0.4, whole: 0.4 };

type Piece = readonly [text: string, probability: number];

/** What is kept of a stream, and how many of its tokens were taken to know that. */
function kept(document: string, ...pieces: readonly Piece[]): [text: string, taken: number] {
  const window = picture(document);
  const extent = extentAt(window, { languageId: 'typescript', multiLine: true });
  const cut = new StreamCut(window, 'typescript', extent, THRESHOLDS);
  const tokens: ScoredToken[] = [];
  let text = '';
  for (const [piece, probability] of pieces) {
    tokens.push({ text: piece, logProbability: Math.log(probability), alternatives: [] });
    text += piece;
    const end = cut.end(text, tokens, false);
    if (end !== undefined) return [text.slice(0, end), tokens.length];
  }
  return [text, tokens.length];
}

describe('The cut of a stream', () => {
  it('falls at the end of the line', () => {
    assert.deepEqual(kept('a = |', ['one', 1], ['();', 1], ['\n', 1], ['two', 1]), ['one();', 3]);
  });

  it('falls behind the word at which the model stops being sure: some of it may be typed', () => {
    assert.deepEqual(kept('a = |', ['one', 0.9], ['.', 0.9], ['tw', 0.45], ['o', 1], ['(', 1]), [
      'one.two',
      5,
    ]);
  });

  it('falls before a word that is not worth waiting for', () => {
    assert.deepEqual(kept('a = |', ['one', 0.9], ['.', 0.9], ['tw', 0.2], ['o', 1]), ['one.', 3]);
    assert.deepEqual(kept('a = |', ['one', 0.9], ['.', 0.9], ['tw', 0.45], ['o', 0.5]), [
      'one.',
      4,
    ]);
  });

  it('does not wait for the end of a row of signs', () => {
    const row = Array.from({ length: 20 }, () => ['--', 0.7] as const);
    const [text, taken] = kept('|', ...row);
    assert.ok(taken < 6, text);
  });
});
