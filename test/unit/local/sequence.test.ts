import assert from 'node:assert/strict';
import type { Distribution } from '../../../src/local/distribution';
import { unitMark } from '../../../src/local/indentationUnit';
import type { Model } from '../../../src/local/model';
import { PromptReading } from '../../../src/local/promptReading';
import { Continuation } from '../../../src/local/continuation';
import { Ranking } from '../../../src/local/ranking';
import { BOUNDARY, type Lexicon } from '../../../src/local/vocabulary';
import { Engine } from '../../../src/local/engine';
import { complete, corpusOf, learn, pick, seededRandom } from './localTesting';

const CODE = [
  'const total = items.length;\nif (total > 0) {\n  return total;\n}\n',
  'const item = items[0];\nif (item) {\n  return item.name;\n}\n',
  'for (const item of items) {\n  console.log(item.name, total);\n}\n',
];

/** The sum over every lexeme there is. */
function sumOf(distribution: Distribution, lexicon: Lexicon): number {
  let sum = 0;
  for (let lexeme = 0; lexeme < lexicon.size; lexeme++) sum += distribution.probabilityOf(lexeme);
  return sum;
}

/** The sum over what the ranking hands out, which must be sorted and without repetition. */
function rankedSum(distribution: Distribution): number {
  const seen = new Set<number>();
  let sum = 0;
  let previous = Infinity;
  const ranking = new Ranking(distribution);
  for (let rank = 0, ranked = ranking.at(0); ranked; ranked = ranking.at(++rank)) {
    assert.ok(ranked.probability <= previous);
    assert.ok(!seen.has(ranked.candidate));
    seen.add(ranked.candidate);
    previous = ranked.probability;
    sum += ranked.probability;
  }
  return sum;
}

function assertIsOne(sum: number): void {
  assert.ok(Math.abs(sum - 1) < 1e-9, `The sum is ${sum}.`);
}

async function modelOf(documents: readonly string[]): Promise<Model> {
  const corpus = await corpusOf({ '/a': CODE[0] ?? '', '/b': CODE[1] ?? '' });
  documents.forEach((text, index) => {
    corpus.setDocument(`untitled:${index}`, text);
  });
  await learn(corpus);
  corpus.dispose();
  return corpus.model;
}

describe('The probabilities of the next lexeme', () => {
  it('sum to 1 over the whole vocabulary, whatever the text, the suffix and the documents', async () => {
    const random = seededRandom(7, 0);
    const models = [await modelOf([]), await modelOf(CODE), (await corpusOf({})).model];
    const ends = ['\n', '\n  ', '\n    ', '\n\t', '\n\t\t', '\r'];
    const words = ['item', 'total', 'new1', ' ', '(', ')', ';', ...ends, '😀'];
    for (let round = 0; round < 60; round++) {
      const text = Array.from({ length: round }, () => pick(words, random)).join('');
      const suffix = pick(['', CODE[0] ?? '', 'new3\nnew1', '\na\n\tb\n', ')', '\n'], random);
      const prompt = new PromptReading(pick(models, random), text, suffix);
      const sequence = prompt.newSequence();
      for (const lexeme of prompt.whole) {
        const distribution = sequence.predict();
        assertIsOne(sumOf(distribution, prompt.lexicon));
        assertIsOne(rankedSum(distribution));
        sequence.append(lexeme);
      }
    }
  });

  it('are the same whether the text came at once or lexeme by lexeme', async () => {
    const prompt = new PromptReading(await modelOf([]), `${CODE[2] ?? ''}(`, '');
    const [atOnce, oneByOne] = [prompt.newSequence(), prompt.newSequence()];
    atOnce.appendAll(prompt.whole);
    for (const lexeme of prompt.whole) oneByOne.append(lexeme);
    const [expected, actual] = [atOnce.predict(), oneByOne.predict()];
    for (let lexeme = 0; lexeme < prompt.lexicon.size; lexeme++) {
      assert.equal(actual.probabilityOf(lexeme), expected.probabilityOf(lexeme));
    }
  });

  it('are the same after a lexeme was replaced as if it had been there from the start', async () => {
    const prompt = new PromptReading(await modelOf([]), 'const item =(', '');
    const [direct, replaced] = [prompt.newSequence(), prompt.newSequence()];
    const [first = 0, second = 0, third = 0, fourth = 0] = prompt.whole;
    direct.appendAll([first, second, third]);
    replaced.appendAll([first, second, fourth]);
    replaced.replaceLast(third);
    const [expected, actual] = [direct.predict(), replaced.predict()];
    for (let lexeme = 0; lexeme < prompt.lexicon.size; lexeme++) {
      assert.equal(actual.probabilityOf(lexeme), expected.probabilityOf(lexeme));
    }
  });

  it('give nothing to a lexeme that would run together with the last one', async () => {
    const prompt = new PromptReading(await modelOf([]), 'const(', '');
    const sequence = prompt.newSequence();
    sequence.append(prompt.whole[0] ?? 0);
    const distribution = sequence.predict();
    assert.equal(distribution.probabilityOf(prompt.lexicon.find('item') ?? 0), 0);
    assert.ok(distribution.probabilityOf(prompt.lexicon.find(' ') ?? 0) > 0);
  });

  it('follow the text itself more than the workspace', async () => {
    const corpus = await corpusOf({ '/a': 'call(alpha);\n'.repeat(5) });
    const prompt = new PromptReading(corpus.model, 'call(beta);\ncall(beta);\ncall(', '');
    const sequence = prompt.newSequence();
    sequence.appendAll(prompt.whole);
    const distribution = sequence.predict();
    const of = (word: string) => distribution.probabilityOf(prompt.lexicon.find(word) ?? 0);
    assert.ok(of('beta') > of('alpha'));
    assert.ok(of('alpha') > 0.1);
  });

  it('follow the text after the cursor too', async () => {
    const corpus = await corpusOf({ '/a': 'call(alpha);\n' });
    const probability = (suffix: string) => {
      const prompt = new PromptReading(corpus.model, 'x;\ncall(', suffix);
      const sequence = prompt.newSequence();
      sequence.appendAll(prompt.whole);
      return sequence.predict().probabilityOf(prompt.lexicon.find('beta') ?? -1);
    };
    assert.equal(probability(''), 0);
    assert.ok(probability('\ncall(beta);\n') > 0.2);
  });

  it('expect a document to end where files end, whatever tells their unit of indentation there', async () => {
    const prompt = new PromptReading(await modelOf([]), CODE[0] ?? '', '');
    const sequence = prompt.newSequence();
    sequence.appendAll(prompt.whole);
    sequence.append(sequence.here.intern('\n'));
    const distribution = sequence.predict();
    assert.ok(distribution.probabilityOf(BOUNDARY) > 0.5);
    assertIsOne(sumOf(distribution, prompt.lexicon));
    const mark = prompt.lexicon.find(unitMark('  '));
    assert.ok(mark !== undefined && prompt.whole.every((lexeme) => lexeme !== mark));
    assert.equal(distribution.probabilityOf(mark), 0);
  });

  it('do not expect the document to end where the suffix was cut', async () => {
    const corpus = await corpusOf({ '/a': 'call(alpha);\n' });
    const end = (suffix: string) => {
      const prompt = new PromptReading(corpus.model, 'x;\ncall(', suffix);
      const sequence = prompt.newSequence();
      sequence.appendAll(prompt.whole);
      return sequence.predict().probabilityOf(BOUNDARY);
    };
    assert.ok(end('\ncall(beta);\ncall(') < 2 * end(''));
  });

  it('are those of shorter contexts after a lexeme that is not known', async () => {
    const model = await modelOf([]);
    const prompt = new PromptReading(model, 'neverSeen.', '');
    const sequence = prompt.newSequence();
    sequence.appendAll(prompt.whole);
    const distribution = sequence.predict();
    const of = (word: string) => distribution.probabilityOf(prompt.lexicon.find(word) ?? 0);
    assert.ok(of('length') > 0.1);
    assert.ok(of('length') > 4 * of('const'));
  });
});

describe('A prompt that ends inside a lexeme', () => {
  /** All continuation strings with their probabilities. */
  function continuations(model: Model, text: string): Map<string, number> {
    const prompt = new PromptReading(model, text, '');
    const sequence = prompt.newSequence();
    sequence.appendAll(prompt.whole);
    const continuation = new Continuation(sequence, prompt.lexicon, prompt.partial);
    const found = new Map<string, number>();
    const ranking = new Ranking(continuation.predict());
    for (let rank = 0, ranked = ranking.at(0); ranked; ranked = ranking.at(++rank)) {
      const string = continuation.textOf(ranked.candidate);
      assert.ok(!found.has(string), `${string} comes twice`);
      found.set(string, ranked.probability);
    }
    return found;
  }

  /** The distribution after whole lexemes only, by text. */
  function nextLexemes(model: Model, whole: readonly string[]): Map<string, number> {
    const prompt = new PromptReading(model, '', '');
    const sequence = prompt.newSequence();
    for (const lexeme of whole) sequence.append(sequence.here.intern(lexeme));
    const distribution = sequence.predict();
    const all = Array.from({ length: prompt.lexicon.size }, (_, lexeme) => lexeme);
    return new Map(
      all
        .filter((lexeme) => distribution.probabilityOf(lexeme) > 0)
        .map((lexeme) => [sequence.here.textOf(lexeme), distribution.probabilityOf(lexeme)]),
    );
  }

  function assertExact(model: Model, whole: readonly string[], partial: string): void {
    const before = nextLexemes(model, whole);
    const after = nextLexemes(model, [...whole, partial]);
    const begunSo = [...before].filter(([text, p]) => text.startsWith(partial) && p > 0);
    const total = begunSo.reduce((sum, [, p]) => sum + p, 0);
    const expected = new Map<string, number>();
    for (const [text, p] of begunSo) {
      if (text !== partial) expected.set(text.slice(partial.length), p / total);
    }
    const exact = (before.get(partial) ?? 0) / total;
    for (const [text, p] of after) if (p * exact > 0) expected.set(text, p * exact);
    const actual = continuations(model, whole.join('') + partial);
    assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
    for (const [text, p] of expected) {
      assert.ok(Math.abs((actual.get(text) ?? 0) - p) < 1e-12, JSON.stringify(text));
    }
    assertIsOne([...actual.values()].reduce((sum, p) => sum + p, 0));
  }

  it('is continued by the exact distribution over continuation strings', async () => {
    const { model } = await corpusOf(Object.fromEntries(CODE.entries()));
    assertExact(model, ['const', ' '], 'item');
    assertExact(model, ['const', ' '], 'i');
    assertExact(model, ['const', ' '], 't');
    assertExact(model, ['unknown', ' '], 'con');
    assertExact(model, ['return', ' ', 'item', ';'], '\n');
    assertExact(model, ['if', '\n  ', 'item', ';'], '\n');
    assertExact(model, ['if', '\n  ', 'item', ';'], '\n ');
    assertExact(model, ['if', '\n  ', 'item', '{'], '\n   ');
    assertExact(model, ['if', '\n\t', 'item', '{', '\n'], '\n\t');
    assertExact(model, ['if'], ' ');
  });

  it('is continued as if its end were a whole word when no known word begins so', async () => {
    const found = continuations(await modelOf([]), 'const zzz');
    assert.equal(
      [...found.keys()].some((text) => /^\w/.test(text)),
      false,
    );
    assertIsOne([...found.values()].reduce((sum, p) => sum + p, 0));
  });

  it('may be a new word, whose last part is known from other words', async () => {
    const { model } = await corpusOf({ '/a': 'subscribe(subscriber, total);\nSubscription;\n' });
    const found = continuations(model, 'newSubscr');
    assert.deepEqual([...found.keys()].filter((text) => /^\w/.test(text)).sort(), [
      'ibe',
      'iber',
      'iption',
    ]);
    assertIsOne([...found.values()].reduce((sum, p) => sum + p, 0));
    const word = [...continuations(model, 'old_tot').keys()].filter((text) => /^\w/.test(text));
    assert.deepEqual(word, ['al']);
  });

  it('goes on after a new word that was completed as after any other', async () => {
    const engine = new Engine(() => model);
    const { model } = await corpusOf({ '/a': 'a.subscriber(total);\nb.subscriber(total);\n' });
    const wish = { prompt: 'a.newSubscr', temperature: 0, max_tokens: 3 };
    assert.match((await complete(engine, wish)).text, /^iber\W/);
  });
});
