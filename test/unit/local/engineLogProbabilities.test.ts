import assert from 'node:assert/strict';
import { Continuation } from '../../../src/local/continuation';
import type { Candidate } from '../../../src/local/distribution';
import type { Engine } from '../../../src/local/engine';
import { PromptReading } from '../../../src/local/promptReading';
import { Ranking } from '../../../src/local/ranking';
import { BOUNDARY } from '../../../src/local/vocabulary';
import {
  chunksOf,
  CODE,
  complete,
  corpusOf,
  engineOf,
  logprobs,
  pick,
  randomText,
  seededRandom,
} from './localTesting';

describe('The embedded engine', () => {
  let engine: Engine;

  before(async () => {
    engine = await engineOf(CODE, CODE.replaceAll('values', 'numbers'));
  });

  describe('with log probabilities', () => {
    it('gives each chosen token its probability before temperature and top_p', async () => {
      const wish = { prompt: '\n', seed: 6, max_tokens: 30, min_tokens: 30, logprobs: 20 };
      const cold = logprobs(await complete(engine, { ...wish, temperature: 0.2, top_p: 0.5 }));
      cold.top_logprobs.forEach((alternatives, index) => {
        assert.equal(alternatives?.[cold.tokens[index] ?? ''], cold.token_logprobs[index]);
      });
      const sum = Object.values(cold.top_logprobs[0] ?? {}).reduce((p, l) => p + Math.exp(l), 0);
      assert.ok(sum > 0.5 && sum <= 1 + 1e-9);
    });

    it('lists the most probable tokens, and the chosen one where it is not among them', async () => {
      const wish = { prompt: '\n', seed: 7, min_tokens: 128, temperature: 2 };
      const { tokens, top_logprobs } = logprobs(
        await complete(engine, { ...wish, logprobs: true, top_logprobs: 2 }),
      );
      const sizes = top_logprobs.map((alternatives) => Object.keys(alternatives ?? {}).length);
      assert.deepEqual(new Set(sizes), new Set([2, 3]));
      assert.ok(tokens.every((token, index) => token in (top_logprobs[index] ?? {})));
    });

    it('means the same by both forms of the parameter', async () => {
      const wish = { prompt: '\n', temperature: 0 };
      assert.deepEqual(
        logprobs(await complete(engine, { ...wish, logprobs: 3 })),
        logprobs(await complete(engine, { ...wish, logprobs: true, top_logprobs: 3 })),
      );
      const without = await complete(engine, { ...wish, logprobs: false });
      assert.equal(without.choices[0]?.logprobs, undefined);
    });

    it('says with each chunk what concerns its own text', async () => {
      const wish = { prompt: '  re', logprobs: 0, stop: ['length', 'total;'], echo: true };
      for (let seed = 0; seed < 10; seed++) {
        let text = '';
        for (const { choices } of await chunksOf(engine, { ...wish, seed })) {
          const [choice] = choices;
          assert.ok(choice?.logprobs);
          assert.equal(choice.logprobs.tokens.join(''), choice.text);
          choice.logprobs.tokens.forEach((token, index) => {
            assert.equal(choice.logprobs?.text_offset[index], text.length);
            text += token;
          });
        }
      }
    });

    it('gives an echoed text the log probabilities that it had when it was generated', async () => {
      const prompt = 'export function mean(';
      const wish = { temperature: 1, max_tokens: 60, min_tokens: 60, logprobs: 4, seed: 8 };
      const generated = await complete(engine, { ...wish, prompt });
      const echoed = await complete(engine, {
        ...{ prompt: `${prompt}${generated.text}(`, echo: true, logprobs: 4, max_tokens: 1 },
      });
      const first = logprobs(generated);
      const second = logprobs(echoed);
      const start = second.text_offset.indexOf(prompt.length);
      const part = <T>(values: readonly T[]) => values.slice(start, start + first.tokens.length);
      assert.deepEqual(part(second.tokens), first.tokens);
      assert.deepEqual(part(second.token_logprobs), first.token_logprobs);
      assert.deepEqual(part(second.top_logprobs), first.top_logprobs);
    });

    it('gives all that can come next probabilities that sum to 1', async () => {
      const corpus = await corpusOf({ '/a': CODE, '/b': randomText(seededRandom(41, 0), 400) });
      const random = seededRandom(42, 0);
      for (let round = 0; round < 60; round++) {
        const text = randomText(random, 12) + pick(['', 'tota', '  re', '\n  ', 'unseen'], random);
        const reading = new PromptReading(corpus.model, text, pick(['', '\n}', 'al()'], random));
        const sequence = reading.newSequence();
        sequence.appendAll(reading.whole);
        const continuation = new Continuation(sequence, reading.lexicon, reading.partial);
        for (let step = 0; step < 3; step++) {
          const ranking = new Ranking(continuation.predict());
          let sum = 0;
          const texts = new Set<string>();
          let chosen: Candidate = BOUNDARY;
          for (let rank = 0, ranked = ranking.at(0); ranked; ranked = ranking.at(++rank)) {
            sum += ranked.probability;
            texts.add(continuation.textOf(ranked.candidate));
            if (texts.size === 1 + 2 * step) chosen = ranked.candidate;
          }
          assert.ok(Math.abs(sum - 1) < 1e-9, `${sum} after ${JSON.stringify(text)}`);
          continuation.take(chosen);
        }
      }
    });

    it('gives a half-typed word and its rest together the probability of the word', async () => {
      const wish = { echo: true, logprobs: 0, temperature: 0, max_tokens: 1 };
      const divided = logprobs(await complete(engine, { ...wish, prompt: '  return to' }));
      const whole = logprobs(await complete(engine, { ...wish, prompt: '  return total;' }));
      const [beginning, rest] = divided.token_logprobs.slice(-2);
      assert.deepEqual(divided.tokens.slice(-2), ['to', 'tal']);
      const total = whole.token_logprobs[whole.tokens.indexOf('total')];
      assert.ok(Math.abs((beginning ?? 0) + (rest ?? 0) - (total ?? 0)) < 1e-9);
    });
  });

  describe('with echo', () => {
    it('gives any prompt back exactly', async () => {
      const prompts = ['', 'a\r\n\tb \r', '\uFFFD lone', '😀 unknown\n\n  ', `${'x'.repeat(99)}\n`];
      for (const prompt of prompts) {
        for (const wanted of [{}, { logprobs: 1 }]) {
          const wish = { prompt, echo: true, max_tokens: 4, ...wanted };
          const { text } = await complete(engine, wish);
          assert.ok(text.startsWith(prompt), JSON.stringify(text));
        }
      }
    });

    it('gives half a character back that token ids can say, but no text', async () => {
      const text = '\uD83D lone';
      const prompt = Array.from({ length: text.length }, (_, at) => 1 + text.charCodeAt(at));
      const echo = await complete(engine, { prompt, echo: true, max_tokens: 4 });
      assert.ok(echo.text.startsWith(text));
    });

    it('gives a text the same log probabilities as generating it, before a suffix too', async () => {
      for (const suffix of ['', ';\n}\n', '\n  return total;\n']) {
        for (let seed = 0; seed < 6; seed++) {
          const prompt = 'export function sum(';
          const wish = { suffix, seed, max_tokens: 24, logprobs: 3, temperature: 1 };
          const written = await complete(engine, { ...wish, prompt });
          const generated = logprobs(written);
          const echoed = logprobs(
            await complete(engine, { ...wish, prompt: `${prompt}${written.text}(`, echo: true }),
          );
          const start = echoed.text_offset.indexOf(prompt.length);
          const count = generated.tokens.length;
          assert.deepEqual(echoed.tokens.slice(start, start + count), generated.tokens);
          for (const [index, expected] of generated.token_logprobs.entries()) {
            const actual = echoed.token_logprobs[start + index];
            assert.ok(Math.abs((actual ?? NaN) - (expected ?? NaN)) < 1e-9, `${index}`);
          }
        }
      }
    });

    it('has no log probability for the first token, whole or half typed', async () => {
      for (const prompt of ['export function', 'exp']) {
        const wish = { prompt, echo: true, logprobs: 2, max_tokens: 1 };
        const { token_logprobs, top_logprobs } = logprobs(await complete(engine, wish));
        assert.equal(token_logprobs[0], null);
        assert.equal(top_logprobs[0], null);
        assert.equal(typeof token_logprobs[1], 'number');
      }
    });

    it('has no log probability for a lexeme that it did not know', async () => {
      const { tokens, token_logprobs } = logprobs(
        await complete(engine, { prompt: '(neverSeen(', echo: true, logprobs: 0, max_tokens: 1 }),
      );
      assert.equal(tokens[1], 'neverSeen');
      assert.equal(token_logprobs[1], null);
      assert.equal(typeof token_logprobs[2], 'number');
    });
  });
});
