import assert from 'node:assert/strict';
import { Distribution } from '../../../src/local/distribution';
import { seededRandom, type Random } from '../../../src/local/random';
import { Ranking } from '../../../src/local/ranking';
import { type Adjustments, Sampler, type Sampling } from '../../../src/local/sampler';
import { Unigrams } from '../../../src/local/unigrams';
import { BOUNDARY, Vocabulary } from '../../../src/local/vocabulary';

const DRAWS = 40_000;

/**
 * Ten words: two that a context speaks for, some tiers below, and the rest of a longer word. Their
 * probabilities sum to 1.
 */
function exampleDistribution(): Distribution {
  const vocabulary = new Vocabulary();
  for (const word of ['a', 'b', 'c', 'd', 'e', 'f', '(', ')', 'longer']) vocabulary.intern(word);
  const counts = Int32Array.of(1, 10, 10, 10, 4, 4, 1, 30, 30, 0);
  const distribution = new Distribution(vocabulary);
  const unigrams = new Unigrams(vocabulary, counts);
  distribution.begin({ unigrams, absorbed: undefined, perOccurrence: 0.004, perLexeme: 0.01 });
  distribution.add(1, 0.4);
  distribution.add(4, 0.11);
  distribution.scale(0.8);
  distribution.addCompletion(9, 0.2);
  return distribution;
}

const forbidding = (candidate: number): Adjustments => new Map([[candidate, -Infinity]]);

const CANDIDATES = [0, 1, 2, 3, 4, 5, 6, 7, 8, ~9];

function probabilities(distribution: Distribution): Map<number, number> {
  return new Map(
    CANDIDATES.map((candidate) => [
      candidate,
      candidate < 0 ? 0.2 : distribution.probabilityOf(candidate),
    ]),
  );
}

/** What a long row of draws gives, as relative frequencies. */
function frequencies(
  sampling: Sampling,
  random: Random,
  adjustments?: Adjustments,
): Map<number, number> {
  const distribution = exampleDistribution();
  const expected = probabilities(distribution);
  const sampler = new Sampler(sampling, random);
  const counts = new Map<number, number>();
  for (let draw = 0; draw < DRAWS; draw++) {
    const chosen = sampler.choose(new Ranking(distribution), adjustments);
    assert.ok(chosen);
    assert.ok(Math.abs(chosen.probability - (expected.get(chosen.candidate) ?? 0)) < 1e-12);
    counts.set(chosen.candidate, (counts.get(chosen.candidate) ?? 0) + 1 / DRAWS);
  }
  return counts;
}

function normalised(weights: ReadonlyMap<number, number>): Map<number, number> {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([candidate, weight]) => [candidate, weight / total]));
}

function assertClose(
  actual: ReadonlyMap<number, number>,
  expected: ReadonlyMap<number, number>,
): void {
  for (const candidate of CANDIDATES) {
    const p = expected.get(candidate) ?? 0;
    const distance = Math.abs((actual.get(candidate) ?? 0) - p);
    const tolerance = p === 0 ? 0 : 5 * Math.sqrt((p * (1 - p)) / DRAWS);
    assert.ok(distance <= tolerance, `${candidate}: ${actual.get(candidate) ?? 0}, not ${p}`);
  }
}

describe('Sampler', () => {
  it('has an example whose probabilities sum to 1', () => {
    const sum = [...probabilities(exampleDistribution()).values()].reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - 1) < 1e-12, String(sum));
  });

  it('takes the most probable candidate at temperature 0', () => {
    const chosen = frequencies({ temperature: 0, topP: 1 }, seededRandom(1, 0));
    assert.deepEqual([...chosen.keys()], [1]);
  });

  it('follows the probabilities at temperature 1', () => {
    const chosen = frequencies({ temperature: 1, topP: 1 }, seededRandom(2, 0));
    assertClose(chosen, probabilities(exampleDistribution()));
  });

  for (const temperature of [0.3, 0.7, 1.5]) {
    it(`follows p^(1/temperature) at temperature ${temperature}`, () => {
      const chosen = frequencies({ temperature, topP: 1 }, seededRandom(3, 0));
      const weights = [...probabilities(exampleDistribution())].map(
        ([candidate, p]) => [candidate, p ** (1 / temperature)] as const,
      );
      assertClose(chosen, normalised(new Map(weights)));
    });
  }

  for (const [topP, temperature] of [
    [0.5, 1],
    [0.9, 1],
    [0.7, 1.5],
  ] as const) {
    it(`stays among the most probable that reach ${topP} at temperature ${temperature}`, () => {
      const weights = normalised(
        new Map(
          [...probabilities(exampleDistribution())].map(([candidate, p]) => [
            candidate,
            p ** (1 / temperature),
          ]),
        ),
      );
      const chosen = frequencies({ temperature, topP }, seededRandom(4, 0));
      const nucleus = [...chosen.keys()];
      const mass = nucleus.reduce((sum, candidate) => sum + (weights.get(candidate) ?? 0), 0);
      const least = Math.min(...nucleus.map((candidate) => weights.get(candidate) ?? 0));
      assert.ok(mass >= topP - 1e-9);
      assert.ok(mass - least < topP);
      assertClose(
        chosen,
        normalised(new Map([...weights].filter(([candidate]) => nucleus.includes(candidate)))),
      );
    });
  }

  it('takes only the most probable candidate at top_p 0', () => {
    const chosen = frequencies({ temperature: 1, topP: 0 }, seededRandom(5, 0));
    assert.deepEqual([...chosen.keys()], [1]);
  });

  it('leaves a forbidden candidate out and keeps the proportions of the others', () => {
    const expected = probabilities(exampleDistribution());
    expected.delete(1);
    for (const sampling of [
      { temperature: 1, topP: 1 },
      { temperature: 1, topP: 0.999999 },
    ]) {
      const chosen = frequencies(sampling, seededRandom(6, 0), forbidding(1));
      assertClose(chosen, normalised(expected));
    }
    const greedy = frequencies({ temperature: 0, topP: 1 }, seededRandom(6, 0), forbidding(1));
    assert.equal(greedy.has(1), false);
  });

  it('leaves a forbidden candidate out that is nearly certain, at any temperature', () => {
    const vocabulary = new Vocabulary();
    for (const word of ['a', 'b', 'c']) vocabulary.intern(word);
    const distribution = new Distribution(vocabulary);
    const unigrams = new Unigrams(vocabulary, Int32Array.of(1, 1, 1, 1));
    const base = { unigrams, absorbed: undefined, perOccurrence: 1e-9, perLexeme: 0 };
    for (const temperature of [0.05, 0.5, 2]) {
      for (const topP of [0.9, 1]) {
        distribution.begin(base);
        distribution.add(1, 1 - 4e-9);
        const sampler = new Sampler({ temperature, topP }, seededRandom(10, 0));
        assert.notEqual(sampler.choose(new Ranking(distribution), forbidding(1))?.candidate, 1);
        distribution.begin({
          ...base,
          unigrams: new Unigrams(vocabulary, Int32Array.of(1e9, 1, 1)),
        });
        assert.notEqual(
          sampler.choose(new Ranking(distribution), forbidding(BOUNDARY))?.candidate,
          BOUNDARY,
        );
      }
    }
  });

  for (const sampling of [
    { temperature: 1, topP: 1 },
    { temperature: 0.6, topP: 1 },
    { temperature: 2, topP: 0.999999 },
  ]) {
    it(`adds to logits before temperature ${sampling.temperature} at top_p ${sampling.topP}`, () => {
      // A listed one, one of a tier, the rest of a word, the end, and one that cannot come at all.
      const adjustments = new Map([
        [1, -1.5],
        [6, 2.5],
        [~9, 0.7],
        [BOUNDARY, 1],
        [9, 100],
      ]);
      const weights = [...probabilities(exampleDistribution())].map(
        ([candidate, p]) =>
          [
            candidate,
            (p * Math.exp(adjustments.get(candidate) ?? 0)) ** (1 / sampling.temperature),
          ] as const,
      );
      const chosen = frequencies(sampling, seededRandom(11, 0), adjustments);
      assertClose(chosen, normalised(new Map(weights)));
    });
  }

  it('cuts at top_p by what the candidates weigh with what is added to them', () => {
    const adjustments = new Map([[6, 3]]);
    const weights = new Map(probabilities(exampleDistribution()));
    weights.set(6, (weights.get(6) ?? 0) * Math.exp(3));
    const chosen = frequencies({ temperature: 1, topP: 0.6 }, seededRandom(12, 0), adjustments);
    assert.deepEqual([...chosen.keys()].toSorted(), [~9, 1, 6].toSorted());
    const kept = new Map([...weights].filter(([candidate]) => chosen.has(candidate)));
    assertClose(chosen, normalised(kept));
  });

  it('takes the one with the greatest logit at temperature 0, also after what is added', () => {
    const greedy = (adjustments: Adjustments) => [
      ...frequencies({ temperature: 0, topP: 1 }, seededRandom(13, 0), adjustments).keys(),
    ];
    assert.deepEqual(greedy(new Map([[6, 20]])), [6]);
    assert.deepEqual(greedy(new Map([[1, -20]])), [~9]);
    assert.deepEqual(greedy(new Map([[~9, 0.5]])), [1]);
    assert.deepEqual(greedy(new Map([[~9, 0.9]])), [~9]);
  });

  it('follows what is added where every candidate has something', () => {
    const all = new Map(CANDIDATES.map((candidate) => [candidate, candidate === 4 ? 100 : -1]));
    for (const topP of [0.5, 1]) {
      const chosen = frequencies({ temperature: 1, topP }, seededRandom(14, 0), all);
      assert.deepEqual([...chosen.keys()], [4]);
    }
  });

  it('takes a forbidden candidate when there is no other', () => {
    const vocabulary = new Vocabulary();
    const distribution = new Distribution(vocabulary);
    const unigrams = new Unigrams(vocabulary, Int32Array.of(1));
    distribution.begin({ unigrams, absorbed: undefined, perOccurrence: 1, perLexeme: 0 });
    const sampler = new Sampler({ temperature: 1, topP: 1 }, seededRandom(7, 0));
    assert.equal(
      sampler.choose(new Ranking(distribution), forbidding(BOUNDARY))?.candidate,
      BOUNDARY,
    );
  });
});

describe('seededRandom', () => {
  it('gives the same numbers for the same seed, others for another seed or stream', () => {
    const row = (seed: number, stream: number) => {
      const random = seededRandom(seed, stream);
      return Array.from({ length: 5 }, random);
    };
    assert.deepEqual(row(12, 0), row(12, 0));
    const others = [row(13, 0), row(12, 1), row(-12, 0), row(12 + 2 ** 40, 0)];
    for (const other of others) assert.notDeepEqual(other, row(12, 0));
    assert.ok(others.flat().every((number) => number >= 0 && number < 1));
  });
});
