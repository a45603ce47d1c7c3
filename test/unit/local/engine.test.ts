import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { Corpus } from '../../../src/local/corpus';
import { Engine } from '../../../src/local/engine';
import { LONGEST_SEQUENCE } from '../../../src/local/promptReading';
import { Slices } from '../../../src/local/slices';
import { chunksOf, CODE, complete, engineOf, greedy, logprobs, neverAborted } from './localTesting';

describe('The embedded engine', () => {
  let engine: Engine;

  before(async () => {
    engine = await engineOf(CODE, CODE.replaceAll('values', 'numbers'));
  });

  it('continues code as it has seen it continue', async () => {
    assert.equal(await greedy(engine, { prompt: '  return to', max_tokens: 2 }), 'tal;');
  });

  it('names itself, whatever model was asked for', async () => {
    assert.deepEqual(await engine.models(), [{ id: 'inkling-embedded', ownedBy: 'inkling' }]);
    assert.equal((await complete(engine, { prompt: 'let' })).model, 'inkling-embedded');
  });

  describe('before a suffix', () => {
    let calls: Engine;

    before(async () => {
      calls = await engineOf('call(alpha, beta);\nother(gamma);\n'.repeat(4));
    });

    it('ends where the text would go on as the suffix does', async () => {
      const wish = { prompt: 'call(alpha, ', temperature: 0, max_tokens: 12 };
      const met = await complete(calls, { ...wish, suffix: ');\nother' });
      assert.equal(met.text, 'beta');
      assert.equal(met.choices[0]?.finishReason, 'stop');
      assert.notEqual((await complete(calls, wish)).text, 'beta');
    });

    it('ends where the document does only where the line would end there too', async () => {
      const bare = await engineOf('call(alpha, beta)\n'.repeat(4));
      const wish = { prompt: 'call(alpha, ', suffix: ')', temperature: 0, max_tokens: 12 };
      assert.equal((await complete(bare, wish)).text, 'beta');
      assert.ok((await complete(calls, wish)).text.startsWith('beta);'));
    });

    it('does not end inside a word that the cursor divides', async () => {
      const wish = { prompt: 'call(al', suffix: 'pha, beta);', temperature: 0, max_tokens: 12 };
      assert.ok((await complete(calls, wish)).text.startsWith('pha'));
    });
  });

  describe('with sampling parameters', () => {
    const sampled = async (wish: Partial<CompletionRequest>) =>
      (await complete(engine, { prompt: '\n', max_tokens: 40, ...wish })).text;

    it('writes the same text for the same seed, and another one for another', async () => {
      const texts = await Promise.all(
        [1, 1, 2, 3, 4, 5].map((seed) => sampled({ seed, temperature: 1.5 })),
      );
      assert.equal(texts[0], texts[1]);
      assert.ok(new Set(texts).size > 2);
    });

    it('writes other texts each time without a seed', async () => {
      const texts = await Promise.all(Array.from({ length: 5 }, () => sampled({})));
      assert.ok(new Set(texts).size > 1);
    });

    it('takes the most probable lexemes at temperature 0, whatever the seed', async () => {
      const options = { temperature: 0, logprobs: 1 };
      const first = await complete(engine, { prompt: '\n', ...options, seed: 1 });
      const second = await complete(engine, { prompt: '\n', ...options, seed: 2 });
      assert.equal(first.text, second.text);
      for (const alternatives of logprobs(first).top_logprobs) {
        assert.equal(Object.keys(alternatives ?? {}).length, 1);
      }
    });

    it('takes the most probable lexemes at top_p 0', async () => {
      assert.equal(await sampled({ top_p: 0, temperature: 1 }), await sampled({ temperature: 0 }));
    });
  });

  describe('with limits', () => {
    it('ends with length after max_tokens', async () => {
      const completion = await complete(engine, { prompt: 'export', max_tokens: 3, seed: 1 });
      assert.equal(completion.usage?.completion_tokens, 3);
      assert.equal(completion.choices[0]?.finishReason, 'length');
    });

    it('ends with stop where the document ends', async () => {
      const completion = await complete(engine, {
        prompt: CODE.slice(0, -10),
        temperature: 0,
      });
      assert.equal(completion.text, 'length;\n}\n');
      assert.equal(completion.choices[0]?.finishReason, 'stop');
    });

    it('goes on to min_tokens where the document would end', async () => {
      const wish = { prompt: CODE, temperature: 0, max_tokens: 20 };
      const free = await complete(engine, wish);
      const atLeast = await complete(engine, { ...wish, min_tokens: 7 });
      const all = await complete(engine, { ...wish, min_tokens: -1 });
      assert.ok((free.usage?.completion_tokens ?? 9) < 7);
      assert.ok((atLeast.usage?.completion_tokens ?? 0) >= 7);
      assert.equal(all.usage?.completion_tokens, 20);
      assert.equal(all.choices[0]?.finishReason, 'length');
    });

    it('writes 128 lexemes when nothing else is said', async () => {
      const completion = await complete(engine, { prompt: '\n', min_tokens: 128, seed: 4 });
      assert.equal(completion.usage?.completion_tokens, 128);
    });

    it('writes the longest sequence that there is at min_tokens -1', async () => {
      const prompt = 'let total; '.repeat((LONGEST_SEQUENCE - 400) / 5);
      const completion = await complete(engine, { prompt, min_tokens: -1, seed: 4 });
      assert.equal(completion.usage?.total_tokens, LONGEST_SEQUENCE);
      assert.equal(completion.choices[0]?.finishReason, 'length');
    });

    it('writes min_tokens where they are more than it would write by itself', async () => {
      const completion = await complete(engine, { prompt: '\n', min_tokens: 200, seed: 4 });
      assert.equal(completion.usage?.completion_tokens, 200);
    });

    it('ends before it writes a function again that stands before or after the cursor', async () => {
      const other = CODE.slice(0, CODE.indexOf('\n')).replace('sum', 'total');
      for (const surroundings of [
        { prompt: `${CODE}\n${other}` },
        { prompt: other, suffix: `\n\n${CODE}` },
      ]) {
        const wish = { ...surroundings, temperature: 0, max_tokens: 120 };
        const forced = await complete(engine, { ...wish, min_tokens: 100 });
        assert.match(forced.text, /^export function \w+\(.*\{$/m);
        const free = await complete(engine, wish);
        assert.match(free.text, /^\n {2}\w(?:(?!export).)*\n}\n$/s);
        assert.ok(forced.text.startsWith(free.text));
        assert.equal(free.choices[0]?.finishReason, 'stop');
      }
    });

    it('ends before a stop sequence that goes across lexemes', async () => {
      const wish = { prompt: '  for (const value of ', temperature: 0 };
      const free = await complete(engine, { ...wish, max_tokens: 11 });
      assert.equal(free.text, 'values) {\n    total += value');
      const stopped = await complete(engine, { ...wish, stop: ['never', 'ues) {\n    to'] });
      assert.equal(stopped.text, 'val');
      assert.equal(stopped.choices[0]?.finishReason, 'stop');
    });

    it('never writes a stop sequence', async () => {
      for (let seed = 0; seed < 30; seed++) {
        const { text } = await complete(engine, { prompt: '\n', seed, stop: ['va', ';\n', 'to'] });
        assert.doesNotMatch(text, /va|;\n|to/);
      }
    });

    it('does not put after a blank what is only after other blanks of such lines', async () => {
      const knowsNothing = await engineOf();
      const prompt = 'export const one = 1;\nexport const two = one + one;\n\nconst three = ';
      assert.equal(await greedy(knowsNothing, { prompt, stop: '\n' }), 'one + one;');
    });

    it('does not go round in circles in a line', async () => {
      const prompt = 'const a = 2 + 2 + 2';
      assert.equal(await greedy(await engineOf(), { prompt, max_tokens: 60 }), ' + 2 + 2 + 2');
    });

    it('ends with stop before it writes the same line for the fourth time running', async () => {
      const circling = await engineOf('  again();\n'.repeat(40));
      const wish = { prompt: '  again();\n', temperature: 0 };
      const completion = await complete(circling, wish);
      assert.equal(completion.text, '  again();\n  again();\n  again();');
      assert.equal(completion.choices[0]?.finishReason, 'stop');
      const forced = await complete(circling, { ...wish, max_tokens: 60, min_tokens: 60 });
      assert.equal(forced.usage?.completion_tokens, 60);
    });
  });

  describe('with several choices', () => {
    it('answers each prompt in its order', async () => {
      const prompts = ['  return to', '  let to', '  retu'];
      const completion = await complete(engine, { prompt: prompts, temperature: 0, max_tokens: 2 });
      assert.deepEqual(
        completion.choices.map(({ text }) => text),
        ['tal;', 'tal ', 'rn '],
      );
    });

    it('gives n different choices for each prompt, which a seed repeats', async () => {
      const wish = { prompt: ['\n', 'let '], n: 3, seed: 5, max_tokens: 20 };
      const texts = (await complete(engine, wish)).choices.map(({ text }) => text);
      assert.equal(texts.length, 6);
      assert.ok(new Set(texts).size > 3);
      assert.deepEqual(
        (await complete(engine, wish)).choices.map(({ text }) => text),
        texts,
      );
    });

    it('counts the tokens of all of them', async () => {
      const { usage } = await complete(engine, {
        ...{ prompt: ['a b', 'c'], n: 2, min_tokens: -1, max_tokens: 128 },
      });
      assert.deepEqual(usage, {
        prompt_tokens: 4,
        completion_tokens: 4 * 128,
        total_tokens: 4 * 129,
      });
    });
  });

  describe('in its chunks', () => {
    it('sends the first token at once, and usage and times with the last', async () => {
      const chunks = await chunksOf(engine, { prompt: '\n  let ', min_tokens: 40, logprobs: 0 });
      assert.equal(chunks[0]?.choices[0]?.logprobs?.tokens.length, 1);
      assert.ok(chunks.length >= 40 / 8);
      for (const chunk of chunks.slice(0, -1)) {
        assert.equal(chunk.usage, undefined);
        assert.equal(chunk.choices[0]?.finish_reason, undefined);
      }
      const last = chunks.at(-1);
      assert.ok(last?.usage && last.time_info);
      assert.equal(typeof last.choices[0]?.finish_reason, 'string');
      const { queue_time: queue, prompt_time: prompt, completion_time: rest } = last.time_info;
      const total = (queue ?? NaN) + (prompt ?? NaN) + (rest ?? NaN);
      assert.ok(Math.abs(total - (last.time_info.total_time ?? NaN)) < 1e-6);
    });

    it('has a fingerprint that changes when it learns, and only then', async () => {
      const fingerprint = async (...files: readonly string[]) =>
        (await complete(await engineOf(...files), { prompt: '' })).systemFingerprint;
      assert.equal(await fingerprint(CODE), await fingerprint(CODE));
      assert.notEqual(await fingerprint(CODE), await fingerprint(CODE, CODE));
    });
  });

  describe('that has learned nothing', () => {
    const empty = () => new Engine(() => new Corpus(new Slices(() => false)).model);

    it('ends at once with stop and no text', async () => {
      for (const prompt of ['', 'word', '  ']) {
        const completion = await complete(empty(), { prompt, min_tokens: 5 });
        assert.equal(completion.text, '');
        assert.equal(completion.choices[0]?.finishReason, 'stop');
      }
    });

    it('still continues a text from itself', async () => {
      const prompt = 'log(one);\nlog(two);\nlog(';
      assert.match(await greedy(empty(), { prompt, max_tokens: 3 }), /^(one|two)\);/);
    });
  });

  it('ends early and silently when the signal aborts', async () => {
    const controller = new AbortController();
    let chunks = 0;
    const request = { prompt: '\n', model: 'any', max_tokens: 30_000, min_tokens: -1 };
    for await (const chunk of engine.complete(request, controller.signal)) {
      assert.equal(chunk.usage, undefined);
      if (++chunks === 3) controller.abort();
    }
    assert.equal(chunks, 3);
    assert.equal(engine.busy, false);
  });

  it('answers while another answer is under way', async () => {
    const long = engine.complete(
      { prompt: '\n', model: 'any', max_tokens: 2000, min_tokens: -1 },
      neverAborted,
    );
    await long.next();
    assert.equal(await greedy(engine, { prompt: '  return to', max_tokens: 2 }), 'tal;');
    assert.equal(engine.busy, true);
    await long.return(undefined);
    assert.equal(engine.busy, false);
  });
});
