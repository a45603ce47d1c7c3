import assert from 'node:assert/strict';
import { describedTokens, entropyOf, rankOf } from '../../../src/inspector/tokenSurprise';
import { TokenColumns } from '../../../src/inspector/tokenColumns';

const half = Math.log(0.5);

describe('The entropy at a token', () => {
  it('is one bit where two tokens are as likely', () => {
    assert.equal(entropyOf({ a: half, b: half }), 1);
  });

  it('is nothing where the model is certain', () => {
    assert.equal(entropyOf({ a: 0 }), 0);
  });

  it('counts what was not listed as one token', () => {
    assert.equal(entropyOf({ a: half }), 1);
    assert.equal(entropyOf({ a: half, b: Math.log(0.25) }), 1.5);
  });

  it('is not known where nothing is listed', () => {
    assert.equal(entropyOf(null), null);
    assert.equal(entropyOf({}), null);
  });
});

describe('The rank of a token', () => {
  it('is its place among the likeliest', () => {
    const alternatives = { a: -0.1, b: -2, c: -3 };
    assert.equal(rankOf(-0.1, alternatives), 1);
    assert.equal(rankOf(-3, alternatives), 3);
  });

  it('is one more than are listed when the token is not among them', () => {
    assert.equal(rankOf(-9, { a: -0.1, b: -2 }), 3);
  });

  it('is not known without probabilities', () => {
    assert.equal(rankOf(null, { a: 0 }), null);
    assert.equal(rankOf(-1, null), null);
  });
});

describe('The tokens of a choice', () => {
  it('are taken from the log probabilities where there are any, else piece by piece', () => {
    const columns = new TokenColumns();
    columns.add({
      index: 0,
      text: 'ab',
      logprobs: {
        tokens: ['a', 'b'],
        token_logprobs: [-1, null],
        top_logprobs: [{ a: -1 }, null],
        text_offset: [0, 1],
      },
    });
    columns.add({ index: 0, text: 'cd' });
    columns.add({ index: 0, tokens: [5] });
    assert.equal(columns.text, 'abcd');
    assert.deepEqual(describedTokens(columns, 1, 3), {
      texts: ['b', 'cd'],
      logProbabilities: [null, null],
      ranks: [null, null],
      entropies: [null, null],
      ids: [],
    });
    assert.deepEqual(columns.ids, [5]);
  });
});
