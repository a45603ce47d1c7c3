import assert from 'node:assert/strict';
import { readLogProbabilities } from '../../../src/remote/wireLogProbabilities';
import { readWireChunk } from '../../../src/remote/wireChunk';
import { errorOf } from './remoteTesting';

const read = (value: unknown) => readWireChunk(value, { textIn: 'text' });

describe('readWireChunk', () => {
  it('reads a chunk of the API', () => {
    const chunk = read({
      id: 'cmpl-1',
      object: 'text_completion',
      created: 1,
      model: 'm',
      system_fingerprint: 'fp',
      choices: [{ index: 1, text: 'a', finish_reason: 'length', logprobs: null }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
      time_info: { total_time: 0.5 },
    });
    assert.equal(chunk.id, 'cmpl-1');
    assert.equal(chunk.choices[0]?.index, 1);
    assert.equal(chunk.choices[0].text, 'a');
    assert.equal(chunk.choices[0].finish_reason, 'length');
    assert.equal(chunk.usage?.total_tokens, 3);
    assert.equal(chunk.time_info?.total_time, 0.5);
  });

  it('takes a choice without an index for the first', () => {
    assert.equal(read({ choices: [{ text: 'a' }] }).choices[0]?.index, 0);
  });

  it('takes an empty reason for none', () => {
    const [choice] = read({ choices: [{ index: 0, text: 'a', finish_reason: '' }] }).choices;
    assert.equal(choice?.finish_reason, null);
  });

  it('drops what it can do without where that has an unexpected form', () => {
    const chunk = read({
      id: 7,
      created: 'today',
      model: ['m'],
      system_fingerprint: {},
      usage: 'free',
      time_info: 3,
      choices: [{ index: 0, text: 'a', logprobs: 'high' }],
    });
    assert.deepEqual(
      chunk.choices,
      [{ index: 0, text: 'a' }].map((choice) => ({
        ...choice,
        tokens: undefined,
        finish_reason: undefined,
        logprobs: undefined,
      })),
    );
    assert.equal(chunk.id, null);
    assert.equal(chunk.usage, null);
  });

  it('adds up a usage without its total', () => {
    const { usage } = read({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 3 } });
    assert.equal(usage?.total_tokens, 7);
  });

  it('reads a chunk without choices', () => {
    assert.deepEqual(read({ usage: null }).choices, []);
  });

  for (const value of [7, 'text', null, [], { choices: ['a'] }, { choices: [{ text: 5 }] }]) {
    it(`refuses ${JSON.stringify(value)} rather than lose text`, async () => {
      const error = await errorOf(() => read(value));
      assert.equal(error.kind, 'protocol');
    });
  }

  it('reads the text of a chat-shaped choice only where the dialect says so', () => {
    const streamed = { choices: [{ index: 0, delta: { role: 'assistant', content: 'a' } }] };
    const whole = { choices: [{ index: 0, message: { content: 'b' } }] };
    assert.equal(readWireChunk(streamed, { textIn: 'delta' }).choices[0]?.text, 'a');
    assert.equal(readWireChunk(whole, { textIn: 'delta' }).choices[0]?.text, 'b');
    assert.equal(read(streamed).choices[0]?.text, undefined);
  });
});

describe('readLogProbabilities', () => {
  it('reads the four arrays', () => {
    const read = readLogProbabilities({
      tokens: ['a', 'b'],
      token_logprobs: [null, -1],
      top_logprobs: [null, { b: -1, c: -2 }],
      text_offset: [40, 41],
    });
    assert.deepEqual(read, {
      tokens: ['a', 'b'],
      token_logprobs: [null, -1],
      top_logprobs: [null, { b: -1, c: -2 }],
      text_offset: [0, 0],
    });
  });

  it('fills up arrays that are missing, short or hold something else', () => {
    const read = readLogProbabilities({
      tokens: ['a', 'b'],
      token_logprobs: ['high'],
      top_logprobs: [{ a: 'likely', x: -1 }],
    });
    assert.deepEqual(read, {
      tokens: ['a', 'b'],
      token_logprobs: [null, null],
      top_logprobs: [{ x: -1 }, null],
      text_offset: [0, 0],
    });
  });

  it('turns the objects of llama.cpp into the four arrays', () => {
    const read = readLogProbabilities({
      content: [
        {
          id: 1,
          token: 'a',
          bytes: [97],
          logprob: -0.1,
          top_logprobs: [
            { id: 1, token: 'a', logprob: -0.1 },
            { id: 2, token: '\uFFFD', logprob: -4 },
            { id: 3, token: '\uFFFD', logprob: -3 },
          ],
        },
        { token: 'b', logprob: -0.2 },
      ],
    });
    assert.deepEqual(read, {
      tokens: ['a', 'b'],
      token_logprobs: [-0.1, -0.2],
      top_logprobs: [{ a: -0.1, '\uFFFD': -3 }, null],
      text_offset: [0, 0],
    });
  });

  it('names the parts of characters by their bytes, which tell them apart', () => {
    const read = readLogProbabilities({
      content: [
        {
          token: '',
          bytes: [0xf0, 0x9f],
          logprob: -0.1,
          top_logprobs: [
            { token: '', bytes: [0xf0, 0x9f], logprob: -0.1 },
            { token: '', bytes: [0xe2], logprob: -3 },
            { token: '\uFFFD', bytes: [0xef, 0xbf, 0xbd], logprob: -4 },
          ],
        },
        { token: '', bytes: [], logprob: -0.2 },
      ],
    });
    assert.deepEqual(read?.tokens, ['bytes:\\xf0\\x9f', '']);
    assert.deepEqual(read.top_logprobs[0], {
      'bytes:\\xf0\\x9f': -0.1,
      'bytes:\\xe2': -3,
      '\uFFFD': -4,
    });
  });

  it('is undefined where there are none', () => {
    for (const none of [undefined, null, {}, { tokens: null }, 5]) {
      assert.equal(readLogProbabilities(none), undefined);
    }
  });
});
