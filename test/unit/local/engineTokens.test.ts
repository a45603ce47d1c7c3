import assert from 'node:assert/strict';
import type { CompletionAccumulator } from '../../../src/completions/completionAccumulator';
import { Engine } from '../../../src/local/engine';
import type { Corpus } from '../../../src/local/corpus';
import { TokenIds } from '../../../src/local/tokenIds';
import {
  chunksOf,
  CODE,
  complete,
  corpusOf,
  learn,
  logprobs,
  pick,
  randomText,
  seededRandom,
} from './localTesting';

/** The id of a text that is one token. */
function idOf(corpus: Corpus, text: string): number {
  const ids = idsOf(corpus).encode(text);
  const [id] = ids;
  if (id === undefined || ids.length > 1) throw new Error(`${text} is not one token.`);
  return id;
}

function idsOf({ model }: Corpus): TokenIds {
  return new TokenIds(model.vocabulary, model.vocabularySize);
}

function tokensOf(completion: CompletionAccumulator): number[] {
  return completion.choices[0]?.tokens ?? [];
}

describe('The embedded engine', () => {
  let corpus: Corpus;
  let engine: Engine;

  before(async () => {
    corpus = await corpusOf({ '/a': CODE, '/b': CODE.replaceAll('values', 'numbers') });
    engine = new Engine(() => corpus.model);
  });

  describe('with token ids', () => {
    it('can write every text in ids and read it again', () => {
      const ids = idsOf(corpus);
      const random = seededRandom(21, 0);
      for (let round = 0; round < 200; round++) {
        const text = randomText(random, 12);
        assert.equal(ids.decode(ids.encode(text), 'prompt'), text);
      }
    });

    it('has a text for every id, and another id for every lexeme but line ends', () => {
      const ids = idsOf(corpus);
      const { vocabulary, vocabularySize } = corpus.model;
      const seen = new Set<number>();
      for (let lexeme = 1; lexeme < vocabularySize; lexeme++) {
        const text = vocabulary.textOf(lexeme);
        if (text.startsWith('\n')) continue;
        const [id = -1, ...others] = ids.encode(text);
        assert.deepEqual(others, []);
        assert.equal(ids.textOf(id), text);
        assert.ok(!seen.has(id));
        seen.add(id);
      }
      assert.equal(ids.textOf(0), '');
      assert.equal(ids.textOf(1 + 0xffff), '\uffff');
      for (const id of [-1, 1.5, 65_536 + vocabularySize, NaN]) {
        assert.equal(ids.textOf(id), undefined);
      }
    });

    it('spells the end of a line in code units, and has no other id for it', () => {
      const ids = idsOf(corpus);
      assert.deepEqual(ids.encode('\n  '), [11, 33, 33]);
      const lineEnds = corpus.model.vocabulary.beginningWith('\n');
      assert.ok(lineEnds.length > 2);
      for (const lexeme of lineEnds) assert.equal(ids.textOf(65_536 + lexeme), undefined);
    });

    it('answers a prompt of ids as it answers its text', async () => {
      const ids = idsOf(corpus);
      const prompts = ['  return to', '}', 'unseen_word = ', '😀\r\n  let to'];
      const options = { echo: true, logprobs: 3, max_tokens: 12, seed: 3 };
      const texts = await complete(engine, { prompt: prompts, ...options });
      const rows = prompts.map((text) => Array.from(text).flatMap((each) => ids.encode(each)));
      const fromIds = await complete(engine, { prompt: rows, ...options });
      assert.deepEqual(fromIds.choices, texts.choices);
      assert.deepEqual(fromIds.usage, texts.usage);
      const one = await complete(engine, { prompt: rows[0] ?? [], ...options });
      assert.deepEqual(one.choices[0], texts.choices[0]);
    });

    it('keeps what an id means while it learns', async () => {
      const growing = await corpusOf({ '/a': CODE });
      const growingEngine = new Engine(() => growing.model);
      const raw = { return_raw_tokens: true, max_tokens: 30, min_tokens: 30, seed: 1 };
      const before = await complete(growingEngine, { prompt: '\n', ...raw });
      const text = idsOf(growing).decode(tokensOf(before), 'prompt');
      await learn(growing, { '/c': 'aardvark = beta(gamma);\n'.repeat(5), '/a': 'nothing left' });
      const after = await complete(growingEngine, {
        ...{ prompt: tokensOf(before), echo: true, max_tokens: 1 },
      });
      assert.ok(after.text.startsWith(text));
    });
  });

  describe('with return_raw_tokens', () => {
    it('gives ids that say exactly what the text would have been', async () => {
      const random = seededRandom(22, 0);
      for (let seed = 0; seed < 40; seed++) {
        const wish = {
          prompt: pick(['\n', '  return to', 'for (const val', ''], random),
          ...{ seed, max_tokens: 20, temperature: pick([0, 1, 2], random) },
          stop: ['alue', '\n}'],
        };
        const text = await complete(engine, wish);
        const raw = await complete(engine, { ...wish, return_raw_tokens: true });
        assert.equal(idsOf(corpus).decode(tokensOf(raw), 'prompt'), text.text);
        assert.equal(raw.choices[0]?.finishReason, text.choices[0]?.finishReason);
      }
    });

    it('gives no text, and the log probabilities all the same', async () => {
      const wish = { prompt: '\n', seed: 1, max_tokens: 9, logprobs: 2, return_raw_tokens: true };
      for (const { choices } of await chunksOf(engine, wish)) {
        assert.equal(choices[0]?.text, undefined);
        assert.ok(choices[0]?.tokens);
      }
      const raw = await complete(engine, wish);
      const text = await complete(engine, { ...wish, return_raw_tokens: false });
      assert.deepEqual(logprobs(raw), logprobs(text));
    });

    it('gives one id for each lexeme that it knows', async () => {
      const wish = { prompt: '  for (', seed: 1, max_tokens: 9, temperature: 0 };
      const raw = await complete(engine, { ...wish, return_raw_tokens: true });
      assert.equal(tokensOf(raw).length, 9);
      assert.ok(tokensOf(raw).every((id) => id > 65_536));
    });
  });

  describe('with logit_bias', () => {
    const wish = { prompt: '  return sum(', temperature: 0, max_tokens: 1 };

    it('bans a token at -100, half-typed words and the end included', async () => {
      const { text } = await complete(engine, wish);
      const other = text === 'values' ? 'numbers' : 'values';
      const banned = { [idOf(corpus, text)]: -100 };
      assert.equal((await complete(engine, { ...wish, logit_bias: banned })).text, other);
      const rest = { ...wish, prompt: '  for (const valu' };
      const likely = (await complete(engine, rest)).text;
      assert.match(likely, /^es?$/);
      const e = { [1 + 'e'.charCodeAt(0)]: -100 };
      assert.equal((await complete(engine, { ...rest, logit_bias: e })).text, 'es');
      const free = await complete(engine, { ...wish, prompt: CODE, max_tokens: 3 });
      assert.equal(free.text, '');
      const endless = { ...wish, prompt: CODE, max_tokens: 3, logit_bias: { '0': -100 } };
      assert.equal((await complete(engine, endless)).usage?.completion_tokens, 3);
    });

    it('takes nothing else at 100, at any temperature', async () => {
      for (const temperature of [0, 1, 2]) {
        for (let seed = 0; seed < 10; seed++) {
          const logit_bias = { [idOf(corpus, 'mean')]: 100 };
          const { text } = await complete(engine, { ...wish, temperature, seed, logit_bias });
          assert.equal(text, 'mean');
        }
      }
    });

    it('means a character by the id of its code unit', async () => {
      const logit_bias = { [1 + ';'.charCodeAt(0)]: 100 };
      assert.equal((await complete(engine, { ...wish, logit_bias })).text, ';');
    });

    it('leaves the log probabilities as the model has them', async () => {
      const logit_bias = { [idOf(corpus, 'sum')]: 50 };
      const biased = logprobs(await complete(engine, { ...wish, logit_bias, logprobs: 20 }));
      const free = logprobs(await complete(engine, { ...wish, logprobs: 20 }));
      assert.equal(biased.tokens[0], 'sum');
      assert.deepEqual(biased.top_logprobs, free.top_logprobs);
      assert.equal(biased.token_logprobs[0], free.top_logprobs[0]?.['sum']);
    });
  });

  describe('with penalties', () => {
    const wish = { prompt: '\n', min_tokens: 120, max_tokens: 120, logprobs: 0 };

    it('repeats itself less with a frequency_penalty or a presence_penalty, more with less', async () => {
      /** How many different tokens there are, over several texts: one alone may be a strange one. */
      const generate = async (penalties: object) => {
        let different = 0;
        for (let seed = 0; seed < 8; seed++) {
          const { tokens } = logprobs(await complete(engine, { ...wish, ...penalties, seed }));
          different += new Set(tokens).size;
        }
        return different;
      };
      const free = await generate({});
      for (const penalty of ['frequency_penalty', 'presence_penalty']) {
        assert.ok((await generate({ [penalty]: 2 })) > free, penalty);
        assert.ok((await generate({ [penalty]: -2 })) < free, penalty);
      }
    });

    it('counts each time for one, once for the other, and nothing of the prompt', async () => {
      const again = new Engine(() => circling.model);
      const circling = await corpusOf({ '/a': `${'x = x + x + x + x + x + x;\n'.repeat(9)}y` });
      const options = { prompt: 'x = x + x + x + ', temperature: 0, max_tokens: 1 };
      for (const penalty of [{ frequency_penalty: 2 }, { presence_penalty: 2 }]) {
        assert.equal((await complete(again, { ...options, ...penalty })).text, 'x');
      }
    });
  });

  describe('with best_of', () => {
    const wish = { prompt: ['}', 'let '], seed: 5, min_tokens: 9, max_tokens: 20, logprobs: 0 };
    const mean = ({ choices }: CompletionAccumulator, index: number) => {
      const values = choices[index]?.logprobs?.token_logprobs ?? [];
      return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
    };

    it('answers with the n most probable of all, the best first, for each prompt', async () => {
      const all = await complete(engine, { ...wish, n: 6 });
      const best = await complete(engine, { ...wish, n: 2, best_of: 6 });
      assert.deepEqual(
        best.choices.map((_, index) => mean(best, index)),
        [0, 6].flatMap((start) =>
          Array.from({ length: 6 }, (_, index) => mean(all, start + index))
            .toSorted((a, b) => b - a)
            .slice(0, 2),
        ),
      );
    });

    it('counts the tokens of those that it threw away, and ends with usage once', async () => {
      const all = await complete(engine, { ...wish, n: 6 });
      const chunks = await chunksOf(engine, { ...wish, n: 2, best_of: 6 });
      assert.equal(chunks.filter(({ usage }) => usage).length, 1);
      assert.deepEqual(chunks.at(-1)?.usage, all.usage);
    });
  });

  it('answers the same whoever asks: user and prompt_cache_key', async () => {
    const wish = { prompt: '\n', seed: 5, max_tokens: 20 };
    const { text } = await complete(engine, wish);
    for (const who of [{ user: 'someone' }, { prompt_cache_key: 'a session' }]) {
      assert.equal((await complete(engine, { ...wish, ...who })).text, text);
    }
  });
});
