import assert from 'node:assert/strict';
import { SelectionReply } from '../../../src/editor/selectionReply';
import type { Prompt } from '../../../src/prompt/prompt';

const plain = (prompt: string): Prompt => ({
  request: { prompt },
  parts: [],
  framed: false,
  restore: (completion) => completion,
  completionIn: (reply) => ({ start: 0, end: reply.length, closed: false }),
});

/** What is to be written after each piece of the answer, and at its end. */
function written(prompt: Prompt, pieces: readonly string[], echo = false): string[] {
  const reply = new SelectionReply(prompt, { echo });
  const texts = pieces.map((text) => {
    reply.add({ choices: [{ index: 0, text }] });
    return reply.texts[0] ?? '';
  });
  reply.finish();
  return [...texts, reply.texts[0] ?? ''];
}

describe('SelectionReply', () => {
  it('is the text so far', () => {
    assert.deepEqual(written(plain('Once'), [' upon', ' a time']), [
      ' upon',
      ' upon a time',
      ' upon a time',
    ]);
  });

  it('leaves out the prompt that the server echoes', () => {
    const pieces = ['On', 'ce upon'];
    assert.deepEqual(written(plain('Once'), pieces, true), ['', ' upon', ' upon']);
  });

  it('keeps a text that only begins like the prompt', () => {
    assert.deepEqual(written(plain('Once'), ['On', 'ly'], true), ['', 'Only', 'Only']);
    assert.deepEqual(written(plain('Once'), ['On'], true), ['', 'On']);
  });

  it('leaves out what the prompt says is none of the completion', () => {
    const fenced: Prompt = {
      ...plain('Once'),
      completionIn: (reply, finished) =>
        reply.length < 3 && !finished ? undefined : { start: 3, end: reply.length, closed: false },
    };
    assert.deepEqual(written(fenced, ['``', '`upon']), ['', 'upon', 'upon']);
  });

  it('writes no half of a line end or a character', () => {
    assert.deepEqual(written(plain(''), ['a\r', '\nb\ud83d', '\ude00']), [
      'a',
      'a\nb',
      'a\nb😀',
      'a\nb😀',
    ]);
  });

  it('tells the choices apart, and raw tokens from text', () => {
    const reply = new SelectionReply(plain(''), {});
    reply.add({ choices: [{ index: 1, text: 'two' }] });
    reply.add({ choices: [{ index: 0, text: 'one' }] });
    assert.deepEqual(reply.texts, ['one', 'two']);
    assert.equal(reply.rawTokens, 0);
    reply.add({ choices: [{ index: 2, tokens: [5, 6, 7] }] });
    assert.equal(reply.rawTokens, 3);
  });

  it('is closed when every choice that was asked for is', () => {
    const prompt: Prompt = {
      ...plain('Once'),
      completionIn: (reply) => ({ start: 0, end: reply.length, closed: reply.endsWith('.') }),
    };
    const reply = new SelectionReply(prompt, { n: 2 });
    assert.equal(reply.closed, false);
    reply.add({ choices: [{ index: 0, text: 'a.' }] });
    assert.equal(reply.closed, false);
    reply.add({ choices: [{ index: 1, text: 'b.' }] });
    assert.equal(reply.closed, true);
  });
});
