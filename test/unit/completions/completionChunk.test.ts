import assert from 'node:assert/strict';
import * as v from 'valibot';
import { completionChunkSchema } from '../../../src/completions/completionChunk';

const parse = (value: unknown) => v.parse(completionChunkSchema, value);

describe('completionChunkSchema', () => {
  it('accepts a chunk with nothing but the index of a choice', () => {
    assert.deepEqual(parse({ choices: [{ index: 0 }] }), { choices: [{ index: 0 }] });
  });

  it('accepts null for whatever has nothing new', () => {
    const chunk = parse({
      id: null,
      model: null,
      system_fingerprint: null,
      choices: [{ index: 0, text: null, tokens: null, finish_reason: null, logprobs: null }],
      usage: null,
      time_info: null,
    });
    assert.equal(chunk.choices[0]?.text, null);
    assert.equal(chunk.usage, null);
  });

  it('leaves stray keys out', () => {
    const chunk = parse({ service_tier: 'x', choices: [{ index: 0, delta: {}, text: 'a' }] });
    assert.deepEqual(chunk, { choices: [{ index: 0, text: 'a' }] });
  });

  it('takes an unknown reason as an end', () => {
    const chunk = parse({ choices: [{ index: 0, finish_reason: 'abort' }] });
    assert.equal(chunk.choices[0]?.finish_reason, 'stop');
  });

  it('gives up broken log probabilities and usage, not the text', () => {
    const chunk = parse({
      choices: [{ index: 0, text: 'a', logprobs: { tokens: 'a' } }],
      usage: { prompt_tokens: 'many' },
    });
    assert.equal(chunk.choices[0]?.text, 'a');
    assert.equal(chunk.choices[0].logprobs, null);
    assert.equal(chunk.usage, null);
  });
});
