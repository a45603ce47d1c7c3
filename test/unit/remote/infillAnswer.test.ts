import assert from 'node:assert/strict';
import { INFILL_FORM, LLAMA_COMPLETION_FORM } from '../../../src/remote/infillAnswer';
import { readWireChunk } from '../../../src/remote/wireChunk';

const read = (sent: object) => readWireChunk(sent, INFILL_FORM);

describe('An infill of llama.cpp', () => {
  it('of 2023 has probabilities, under other names, and flags for its end', () => {
    const probs = [
      { tok_str: ' a', prob: 0.5 },
      { tok_str: ' b', prob: 0.25 },
    ];
    const chunk = read({
      content: ' a',
      stop: true,
      stopped_limit: true,
      completion_probabilities: [{ content: ' a', probs }],
    });
    const [choice] = chunk.choices;
    assert.equal(choice?.finish_reason, 'length');
    assert.deepEqual(choice.logprobs?.token_logprobs, [Math.log(0.5)]);
    assert.deepEqual(choice.logprobs.top_logprobs, [{ ' a': Math.log(0.5), ' b': Math.log(0.25) }]);
    assert.equal(chunk.usage, null);
  });

  for (const [stop_type, reason] of [
    ['eos', 'stop'],
    ['word', 'stop'],
    ['limit', 'length'],
  ]) {
    it(`that ended by ${stop_type} has the reason ${reason}`, () => {
      assert.equal(read({ content: '', stop: true, stop_type }).choices[0]?.finish_reason, reason);
    });
  }

  it('goes on until it says stop', () => {
    const [choice] = read({ content: 'a', stop: false, stop_type: 'none' }).choices;
    assert.deepEqual([choice?.text, choice?.finish_reason], ['a', null]);
  });
});

describe('A completion of llama.cpp', () => {
  it('keeps its usage and gets the times of the server, in seconds', () => {
    const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 };
    const timings = { cache_n: 4, prompt_ms: 10, predicted_ms: 40 };
    const sent = { choices: [{ index: 0, text: 'a' }], usage, timings };
    const chunk = readWireChunk(sent, LLAMA_COMPLETION_FORM);
    assert.equal(chunk.usage?.prompt_tokens_details?.cached_tokens, 4);
    assert.equal(chunk.usage.total_tokens, 10);
    assert.equal(chunk.time_info?.total_time, 0.05);
  });
});
