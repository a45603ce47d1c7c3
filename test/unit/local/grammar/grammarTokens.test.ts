import assert from 'node:assert/strict';
import { GRAMMAR_ROOTS } from '../../../../src/completions/parameterLimits';
import type { Engine } from '../../../../src/local/engine';
import type { GrammarRoot } from '../../../../src/local/grammar/jsonGrammar';
import { CODE, complete, engineOf, logprobs, pick, seededRandom } from '../localTesting';

const JSON_TEXT = JSON.stringify(
  { name: 'sum', values: [1, 20, -3.5], nested: { unit: 'second', exact: true, none: null } },
  undefined,
  2,
);

const PROMPTS = ['', '\n', 'const answer = ', '{"na', 'sum', '  ', '"values": [', 'unseenWord'];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCall(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.keys(value).join() === 'name,arguments' &&
    typeof value['name'] === 'string' &&
    isObject(value['arguments'])
  );
}

function isCallList(text: string): boolean {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) && value.length > 0 && value.every(isCall);
}

/** What a text of each rule has to be, by another reader than ours. */
const IS_RIGHT: Record<GrammarRoot, (text: string) => boolean> = {
  root: (text) => (text.startsWith('[') ? isCallList(text) : true),
  fcall: isCallList,
  nofcall: (text) => !text.startsWith('['),
  insidevalue: (text) => text === text.trim() && JSON.parse(text) !== undefined,
  value: (text) => JSON.parse(text) !== undefined,
  object: (text) => isObject(JSON.parse(text)),
  array: (text) => Array.isArray(JSON.parse(text)),
  string: (text) => typeof JSON.parse(text) === 'string',
  number: (text) => typeof JSON.parse(text) === 'number' && text === text.trim(),
  funcarray: isCallList,
  func: (text) => isCall(JSON.parse(text)),
  ws: (text) => /^[ \t\n\r]*$/.test(text),
};

describe('The embedded engine with grammar_root', () => {
  let engine: Engine;

  before(async () => {
    engine = await engineOf(CODE, JSON_TEXT, JSON_TEXT.replaceAll('sum', 'mean'));
  });

  for (const root of GRAMMAR_ROOTS) {
    it(`always writes a whole ${root}`, async () => {
      const random = seededRandom(31, GRAMMAR_ROOTS.indexOf(root));
      for (let seed = 0; seed < 200; seed++) {
        const wish = {
          ...{ prompt: pick(PROMPTS, random), seed, grammar_root: root },
          max_tokens: 20 + Math.floor(random() * 40),
          temperature: pick([0, 0.3, 1, 1.5, 2], random),
          ...pick([{}, { top_p: 0.8 }, { min_tokens: 10 }, { frequency_penalty: 1 }], random),
        };
        const completion = await complete(engine, wish);
        const { text } = completion;
        let right = false;
        try {
          right = IS_RIGHT[root](text);
        } catch {
          // Not right.
        }
        assert.ok(right, `${JSON.stringify(wish)} gave ${JSON.stringify(text)}`);
        assert.ok((completion.usage?.completion_tokens ?? 0) <= wish.max_tokens);
      }
    }).timeout(60_000);
  }

  it('also with nothing learned, spelling what it has to', async () => {
    const empty = await engineOf('');
    for (const root of GRAMMAR_ROOTS) {
      for (let seed = 0; seed < 20; seed++) {
        const wish = { prompt: 'x', seed, grammar_root: root, max_tokens: 24 };
        assert.ok(IS_RIGHT[root]((await complete(empty, wish)).text));
      }
    }
  }).timeout(20_000);

  it('writes the shortest text where there is room for no other', async () => {
    for (const [root, max_tokens] of [
      ['object', 2],
      ['array', 2],
      ['string', 2],
      ['number', 1],
      ['func', 18],
    ] as const) {
      for (let seed = 0; seed < 20; seed++) {
        const wish = { prompt: '\n', seed, grammar_root: root, max_tokens, temperature: 2 };
        assert.ok(IS_RIGHT[root]((await complete(engine, wish)).text));
      }
    }
  });

  it('continues JSON as it has seen JSON', async () => {
    const wish = { prompt: '{\n  "name": ', grammar_root: 'string', temperature: 0 } as const;
    assert.match((await complete(engine, wish)).text, /^"(sum|mean)"$/);
    const values = { ...wish, prompt: '  "values": ', grammar_root: 'array' } as const;
    assert.deepEqual(JSON.parse((await complete(engine, values)).text), [1, 20, -3.5]);
  });

  it('ends with stop where the text is whole, with length where more could come', async () => {
    const wish = { prompt: '\n', temperature: 0, max_tokens: 30 };
    const object = await complete(engine, { ...wish, grammar_root: 'object' });
    assert.equal(object.choices[0]?.finishReason, 'stop');
    const text = await complete(engine, { ...wish, grammar_root: 'nofcall', min_tokens: 30 });
    assert.equal(text.choices[0]?.finishReason, 'length');
    const tight = await complete(engine, { ...wish, grammar_root: 'object', max_tokens: 2 });
    assert.equal(tight.choices[0]?.finishReason, 'stop');
  });

  it('writes min_tokens before it ends where the grammar lets it', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const wish = { prompt: '[', seed, min_tokens: 12, max_tokens: 40 };
      const { text, usage } = await complete(engine, { ...wish, grammar_root: 'array' });
      assert.ok((usage?.completion_tokens ?? 0) >= 12, text);
    }
  });

  it('gives the log probabilities of what the grammar allows, which sum to no more than 1', async () => {
    const wish = { prompt: '\n', seed: 3, logprobs: 20, max_tokens: 40 };
    const { tokens, token_logprobs, top_logprobs } = logprobs(
      await complete(engine, { ...wish, grammar_root: 'object' }),
    );
    assert.ok(Math.abs(token_logprobs[0] ?? 1) < 1e-9, 'Nothing but { begins an object.');
    for (const [index, alternatives] of top_logprobs.entries()) {
      assert.equal(alternatives?.[tokens[index] ?? ''], token_logprobs[index]);
      const sum = Object.values(alternatives ?? {}).reduce((p, l) => p + Math.exp(l), 0);
      assert.ok(sum <= 1 + 1e-9);
    }
  });

  it('goes with raw tokens, several choices, best_of, echo and a bias', async () => {
    const wish = { prompt: 'x = ', seed: 4, max_tokens: 20, grammar_root: 'array' } as const;
    const several = await complete(engine, { ...wish, n: 3, best_of: 5 });
    for (const { text } of several.choices) assert.ok(IS_RIGHT.array(text));
    const raw = await complete(engine, { ...wish, return_raw_tokens: true });
    assert.ok((raw.choices[0]?.tokens.length ?? 0) > 0);
    for (const logs of [{}, { logprobs: 1 }]) {
      const echo = await complete(engine, { ...wish, echo: true, ...logs });
      assert.ok(IS_RIGHT.array(echo.text.slice(wish.prompt.length)));
    }
    const noClosing = { [1 + ']'.charCodeAt(0)]: -100 };
    const biased = await complete(engine, { ...wish, temperature: 1, logit_bias: noClosing });
    assert.ok(IS_RIGHT.array(biased.text));
    assert.equal(biased.usage?.completion_tokens, 20);
  });
});
