import assert from 'node:assert/strict';
import type { ChoiceChunk } from '../../../src/completions/completionChunk';
import { ChoiceStream } from '../../../src/remote/choiceStream';

/** A piece that is one token with its log probability, as servers send it. */
function token(text: string, more: Partial<ChoiceChunk> = {}): ChoiceChunk {
  const logprobs = {
    tokens: [text],
    token_logprobs: [-0.5],
    top_logprobs: [null],
    text_offset: [999],
  };
  return { index: 0, text, logprobs, ...more };
}

function noLogProbabilities(tokens: readonly string[]) {
  const nothing = tokens.map(() => null);
  return { token_logprobs: nothing, top_logprobs: nothing, text_offset: tokens.map(() => 0) };
}

/** What passes: the text, and each token with its offset. */
function run(pieces: readonly ChoiceChunk[]) {
  const stream = new ChoiceStream(0);
  const passed = [...pieces.map((piece) => stream.add(piece)), stream.end()];
  return {
    texts: passed.map((piece) => piece?.text),
    text: passed.map((piece) => piece?.text ?? '').join(''),
    tokens: passed.flatMap((piece) => piece?.logprobs?.tokens ?? []),
    offsets: passed.flatMap((piece) => piece?.logprobs?.text_offset ?? []),
    finished: stream.finished,
  };
}

describe('ChoiceStream', () => {
  it('passes text on at once, with offsets from the start of the choice', () => {
    const { texts, tokens, offsets } = run([token('let'), token(' x')]);
    assert.deepEqual(texts, ['let', ' x', undefined]);
    assert.deepEqual(tokens, ['let', ' x']);
    assert.deepEqual(offsets, [0, 3]);
  });

  it('takes a special token off the end, and its log probabilities with it', () => {
    const end: ChoiceChunk = { index: 0, text: '', finish_reason: 'stop' };
    const { text, tokens, finished } = run([token('done'), token('<|eot_id|>'), end]);
    assert.equal(text, 'done');
    assert.deepEqual(tokens, ['done']);
    assert.equal(finished, true);
  });

  it('does so wherever the chunks divide it', () => {
    const leaked = 'done;\n<|eot_id|>';
    for (let cut = 0; cut <= leaked.length; cut++) {
      for (let second = cut; second <= leaked.length; second++) {
        const pieces = [leaked.slice(0, cut), leaked.slice(cut, second), leaked.slice(second)];
        const chunks = pieces.map((text) => token(text));
        const { text, tokens } = run([...chunks, { index: 0, finish_reason: 'stop' }]);
        assert.equal(text, 'done;\n');
        assert.ok(tokens.join('').startsWith('done;\n'));
      }
    }
  });

  it('gives back what only looked like the beginning of one, in order', () => {
    const { text, tokens, offsets } = run([token('a'), token('<'), token('b'), token('>')]);
    assert.equal(text, 'a<b>');
    assert.deepEqual(tokens, ['a', '<', 'b', '>']);
    assert.deepEqual(offsets, [0, 1, 2, 3]);
  });

  it('keeps a special token that more text follows', () => {
    const { text } = run([token('<|eot_id|>'), token(' is a mark')]);
    assert.equal(text, '<|eot_id|> is a mark');
  });

  it('holds any number of special tokens, and gives all of them back before more text', () => {
    const marks = Array.from({ length: 20_000 }, () => token('<|eot_id|>'));
    const { text, tokens } = run([token('a'), ...marks, token('<|eo'), token('b')]);
    assert.equal(text, `a${'<|eot_id|>'.repeat(20_000)}<|eob`);
    assert.equal(tokens.length, 20_003);
    assert.equal(run([token('a'), ...marks, token('', { finish_reason: 'stop' })]).text, 'a');
    assert.equal(run([token('a'), ...marks]).text, 'a');
  });

  it('takes a chunk of any number of tokens', () => {
    const tokens = Array.from({ length: 200_000 }, () => '<');
    const logprobs = { ...noLogProbabilities(tokens), tokens };
    const { tokens: passed } = run([{ index: 0, text: tokens.join(''), logprobs }]);
    assert.equal(passed.length, 200_000);
  });

  it('keeps an unfinished beginning at the end of the text', () => {
    assert.equal(run([token('if (a '), token('<')]).text, 'if (a <');
    assert.equal(run([token('if (a '), token('<', { finish_reason: 'length' })]).text, 'if (a <');
  });

  it('keeps an empty token that the server reports at the end', () => {
    const { tokens } = run([token('x'), token('', { finish_reason: 'stop' })]);
    assert.deepEqual(tokens, ['x', '']);
  });

  describe('puts characters together that chunks divide', () => {
    it('surrogates', () => {
      const { texts, text } = run([token('a\uD83D'), token('\uDE00b')]);
      assert.deepEqual(texts, ['a', '😀b', undefined]);
      assert.equal(text, 'a😀b');
    });

    it('bytes that are named in the tokens and replaced in the text', () => {
      const parts: [string, string][] = [
        ['\uFFFD', 'bytes:\\xf0\\x9f'],
        ['\uFFFD', 'bytes:\\x98'],
        ['\uFFFD', 'bytes:\\x80'],
      ];
      const pieces = parts.map(([text, name]) => {
        const { logprobs, ...piece } = token(name);
        return { ...piece, text, logprobs };
      });
      const { text, tokens, offsets } = run([token('a'), ...pieces, token('b')]);
      assert.equal(text, 'a😀b');
      assert.equal(tokens.length, 5);
      assert.deepEqual(offsets, [0, 1, 1, 1, 3]);
    });

    it('also where other tokens come with them', () => {
      const piece = (text: string, ...tokens: string[]): ChoiceChunk => ({
        index: 0,
        text,
        logprobs: { tokens, ...noLogProbabilities(tokens) },
      });
      const { texts, text, offsets } = run([
        piece(' it\uFFFD', ' it', 'bytes:\\xe2\\x80'),
        piece('\uFFFDs 😀\uFFFD', 'bytes:\\x99', 's', ' 😀', 'bytes:\\xc3'),
        piece('\uFFFD', 'bytes:\\xa9'),
        piece('.', '.'),
      ]);
      assert.deepEqual(texts, [' it', '’s 😀', 'é', '.', undefined]);
      assert.equal(text, ' it’s 😀é.');
      assert.deepEqual(offsets, [0, 3, 3, 4, 5, 8, 8, 9]);
    });

    it('but only where the tokens say the same as the text', () => {
      const { logprobs } = token('bytes:\\xe2\\x80');
      const { text } = run([{ index: 0, text: 'it\uFFFD', logprobs }, token('b')]);
      assert.equal(text, 'it\uFFFDb');
    });

    it('unless the other half never comes: it is replaced, not lost', () => {
      assert.equal(run([token('a\uD83D')]).text, 'a\uFFFD');
      assert.equal(run([token('a\uD83D', { finish_reason: 'length' })]).text, 'a\uFFFD');
      const { logprobs } = token('bytes:\\xf0\\x9f');
      const half: ChoiceChunk = { index: 0, text: '\uFFFD', logprobs };
      assert.equal(run([token('a'), half, token('b')]).text, 'a\uFFFDb');
      assert.equal(run([token('a'), half]).text, 'a\uFFFD');
      assert.equal(run([{ ...half, finish_reason: 'length' }]).text, '\uFFFD');
    });

    it('and keeps the replacement that the model wrote itself', () => {
      const { text, offsets } = run([token('\uFFFD'), token('b')]);
      assert.equal(text, '\uFFFDb');
      assert.deepEqual(offsets, [0, 1]);
    });
  });

  it('passes raw tokens on', () => {
    const stream = new ChoiceStream(0);
    assert.deepEqual(stream.add({ index: 0, tokens: [1, 2] }).tokens, [1, 2]);
    assert.equal(stream.finished, false);
  });
});
