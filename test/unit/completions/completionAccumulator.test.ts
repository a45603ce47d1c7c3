import assert from 'node:assert/strict';
import { CompletionAccumulator } from '../../../src/completions/completionAccumulator';

describe('CompletionAccumulator', () => {
  it('puts the text of a streamed completion together', () => {
    const completion = new CompletionAccumulator();
    for (const text of ['', 'one', ' two']) completion.add({ choices: [{ index: 0, text }] });
    assert.equal(completion.text, 'one two');
  });

  it('is empty before anything came', () => {
    const completion = new CompletionAccumulator();
    assert.equal(completion.text, '');
    assert.deepEqual(completion.choices, []);
    assert.equal(completion.usage, undefined);
  });

  it('keeps the choices apart, in order of their index', () => {
    const completion = new CompletionAccumulator();
    completion.add({ choices: [{ index: 1, text: 'b' }] });
    completion.add({ choices: [{ index: 0, text: 'a' }] });
    completion.add({ choices: [{ index: 1, text: 'B', finish_reason: 'length' }] });
    assert.deepEqual(
      completion.choices.map(({ text, finishReason }) => [text, finishReason]),
      [
        ['a', undefined],
        ['bB', 'length'],
      ],
    );
    assert.equal(completion.text, 'a');
  });

  it('keeps a reason when later chunks have none', () => {
    const completion = new CompletionAccumulator();
    completion.add({ choices: [{ index: 0, text: 'a', finish_reason: 'stop' }] });
    completion.add({ choices: [{ index: 0, text: '', finish_reason: null }] });
    assert.equal(completion.choices[0]?.finishReason, 'stop');
  });

  it('joins the four arrays of log probabilities', () => {
    const completion = new CompletionAccumulator();
    const piece = (token: string, offset: number) => ({
      tokens: [token],
      token_logprobs: [-0.5],
      top_logprobs: [{ [token]: -0.5 }],
      text_offset: [offset],
    });
    completion.add({ choices: [{ index: 0, text: 'a', logprobs: piece('a', 0) }] });
    completion.add({ choices: [{ index: 0, text: '', logprobs: null }] });
    completion.add({ choices: [{ index: 0, text: 'b', logprobs: piece('b', 1) }] });
    assert.deepEqual(completion.choices[0]?.logprobs, {
      tokens: ['a', 'b'],
      token_logprobs: [-0.5, -0.5],
      top_logprobs: [{ a: -0.5 }, { b: -0.5 }],
      text_offset: [0, 1],
    });
  });

  it('collects raw tokens', () => {
    const completion = new CompletionAccumulator();
    completion.add({ choices: [{ index: 0, tokens: [1, 2] }] });
    completion.add({ choices: [{ index: 0, tokens: [3] }] });
    assert.deepEqual(completion.choices[0]?.tokens, [1, 2, 3]);
    assert.equal(completion.text, '');
  });

  it('takes usage from whichever chunk has it, even one without choices', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    const completion = new CompletionAccumulator();
    completion.add({ id: 'cmpl-1', model: 'm', choices: [], usage, time_info: { total_time: 1 } });
    completion.add({ id: 'cmpl-2', choices: [], usage: null });
    assert.deepEqual(completion.usage, usage);
    assert.deepEqual(completion.timeInfo, { total_time: 1 });
    assert.equal(completion.id, 'cmpl-1');
    assert.equal(completion.model, 'm');
  });
});
