import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/local/random';
import { parseJson, isJsonObject } from '../../../src/remote/json';
import { plainChunk } from '../../../src/remote/plainChunk';
import { readWireChunk } from '../../../src/remote/wireChunk';

const logprobs = {
  tokens: [' a', 'b'],
  token_logprobs: [-0.5, null],
  top_logprobs: [{ ' a': -0.5, c: -1 }, null],
  text_offset: [12, 14],
};
const choice = { index: 0, text: ' ab', finish_reason: null, logprobs };
const chunk = {
  ...{ id: 'cmpl-1', object: 'text_completion', created: 7, model: 'm', system_fingerprint: 'fp' },
  choices: [choice, { index: 1, text: '', finish_reason: 'length', logprobs: null }],
};

/** What the schema makes of a chunk: the path that a chunk with usage, here an empty one, takes. */
function checked(text: string): unknown {
  const value = parseJson(text);
  assert.ok(isJsonObject(value));
  const { usage } = value;
  const read = readWireChunk({ ...value, usage: usage ?? 'none' }, { textIn: 'text' });
  return withoutNothing(usage === undefined || usage === null ? { ...read, usage: null } : read);
}

/** `value` without the members that are null or undefined, which mean the same in a chunk. */
function withoutNothing(value: unknown): unknown {
  return parseJson(JSON.stringify(value, (_, each: unknown) => each ?? undefined));
}

describe('plainChunk', () => {
  it('reads a chunk of the API, and takes its arrays over', () => {
    const read = plainChunk(chunk);
    assert.equal(read?.id, 'cmpl-1');
    assert.equal(read.choices[0]?.text, ' ab');
    assert.equal(read.choices[0].logprobs?.tokens, logprobs.tokens);
    assert.deepEqual(read.choices[0].logprobs.text_offset, [0, 0]);
    assert.equal(read.choices[1]?.finish_reason, 'length');
  });

  it('reads the same as the schema, or nothing, whatever is in a chunk', () => {
    const random = seededRandom(5, 0);
    const odd = 'null true 3 -1.5 "" "x" "stop" [] {} [null] ["a"] [1] [{"a":1}]'.split(' ');
    const replaced = new Set<string>();
    let plain = 0;
    for (let round = 0; round < 3000; round++) {
      const text = JSON.stringify(chunk, (key, value: unknown) => {
        if (key === '' || random() > 0.05) return value;
        replaced.add(key);
        return random() < 0.2 ? undefined : parseJson(odd[Math.floor(random() * odd.length)] ?? '');
      });
      const value = parseJson(text);
      assert.ok(isJsonObject(value));
      const read = plainChunk(value);
      if (!read) continue;
      plain++;
      assert.deepEqual(withoutNothing(read), checked(text), text);
    }
    assert.ok(plain > 1000, `${plain} chunks were plain`);
    assert.ok(plain < 2000, `${plain} chunks were plain`);
    assert.ok(replaced.size > 15, [...replaced].join());
  });

  it('leaves usage and times to the schema', () => {
    assert.equal(plainChunk({ ...chunk, usage: {} }), undefined);
    assert.equal(plainChunk({ ...chunk, time_info: {} }), undefined);
  });
});
