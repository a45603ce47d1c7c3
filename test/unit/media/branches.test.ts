import assert from 'node:assert/strict';
import { branchTree } from '../../../media/branches';
import { differences } from '../../../media/textDifference';
import { savedState } from '../../../media/viewState';
import { fits } from '../../../media/rowFilter';
import { ReceivedChoice } from '../../../media/receivedCompletion';
import { count, countdown, money } from '../../../media/quantity';
import type { InspectedRow } from '../../../src/inspector/protocol';

function row(id: number, parent: number | null = null, more: Partial<InspectedRow> = {}) {
  return {
    id,
    parent,
    origin: 'Ghost text',
    model: 'm',
    startedAt: 0,
    place: { file: 'src/a.ts', line: 4 },
    state: 'complete',
    outcome: null,
    finishReason: null,
    preview: 'the text',
    tokens: 3,
    shown: null,
    timeToFirstToken: null,
    tokensPerSecond: null,
    cost: null,
    confidence: null,
    pinned: false,
    whole: true,
    ...more,
  } satisfies InspectedRow;
}

describe('The tree of branches', () => {
  const rows = new Map(
    [row(1), row(2, 1), row(3, 2), row(4, 1), row(9)].map((each) => [each.id, each]),
  );

  it('is that of the root, whichever of its completions is shown', () => {
    const lines = (id: number) => branchTree(rows, id).map((node) => [node.row.id, node.depth]);
    const tree = [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 1],
    ];
    assert.deepEqual(lines(1), tree);
    assert.deepEqual(lines(3), tree);
    assert.deepEqual(lines(9), [[9, 0]]);
  });

  it('begins with the branch itself when its parent is no longer kept', () => {
    const orphan = new Map([[5, row(5, 1)]]);
    assert.deepEqual(
      branchTree(orphan, 5).map((node) => node.row.id),
      [5],
    );
  });
});

describe('The difference of two completions', () => {
  it('is told by the tokens of each, however it is cut into tokens', () => {
    const one = { lead: '', texts: ['let ', 'a', ' = ', '1', ';'] };
    const other = { lead: 'let a', texts: [' = 2', '2;'] };
    assert.deepEqual(differences(one, other), { one: [[3, 4]], other: [[0, 2]] });
  });

  it('leaves out what is the same between two changes', () => {
    const one = { lead: '', texts: ['one', ' is', ' here', ' now'] };
    const other = { lead: '', texts: ['two', ' is', ' here', ' then'] };
    assert.deepEqual(differences(one, other).one, [
      [0, 1],
      [3, 4],
    ]);
  });

  it('is nothing where they are the same', () => {
    const same = { lead: '', texts: ['a', 'b'] };
    assert.deepEqual(differences(same, { lead: 'a', texts: ['b'] }), { one: [], other: [] });
  });

  it('is everything where nothing is alike, without a search for long', () => {
    const words = (letter: string) => Array.from({ length: 2_000 }, (_, at) => `${letter}${at} `);
    const [one, other] = [words('a'), words('b')].map((texts) => ({ lead: '', texts }));
    assert.ok(one && other);
    assert.deepEqual(differences(one, other), { one: [[0, 2_000]], other: [[0, 2_000]] });
  });
});

describe('The state of the page', () => {
  it('is what was remembered', () => {
    const state = { page: 'usage', tab: 'branches', selected: 3, search: 'x' };
    assert.deepEqual(savedState(state), { ...savedState(undefined), ...state });
  });

  it('begins anew where what was remembered makes no sense', () => {
    assert.equal(savedState({ page: 'elsewhere' }).page, 'completions');
    assert.equal(savedState('text').tab, 'tokens');
  });
});

describe('The list of completions', () => {
  it('is searched by all words, in text, model, origin and file', () => {
    assert.equal(fits(row(1), 'all', 'TEXT a.ts'), true);
    assert.equal(fits(row(1), 'all', 'text b.ts'), false);
  });

  it('is narrowed to what has become of them', () => {
    assert.equal(fits(row(1, null, { outcome: 'typedThrough' }), 'used', ''), true);
    assert.equal(fits(row(1, null, { shown: 2 }), 'cut', ''), true);
    assert.equal(fits(row(1, null, { shown: 3 }), 'cut', ''), false);
    assert.equal(fits(row(1, 7), 'branches', ''), true);
  });
});

describe('The least sure tokens', () => {
  it('come with the least sure first, and without those that are sure enough', () => {
    const choice = new ReceivedChoice();
    const logProbabilities = [0.9, 0.1, 0.6, 0.01, 0.3, 0.2].map(Math.log);
    const none = logProbabilities.map(() => null);
    const texts = logProbabilities.map(String);
    const lists = { texts, logProbabilities, ranks: none, entropies: none, ids: [] };
    choice.add({ type: 'tokens', id: 1, choice: 0, from: 0, ...lists });
    assert.deepEqual(choice.leastSure(3), [3, 1, 5]);
    assert.deepEqual(choice.leastSure(9), [3, 1, 5, 4]);
  });
});

describe('Quantities in the inspector', () => {
  it('are written to be read at a glance', () => {
    assert.equal(count(1_234_567), '1\u2009234\u2009567');
    assert.equal(countdown(3_725_000), '1 h 02 min');
    assert.equal(countdown(61_000), '1 min 01 s');
    assert.equal(money(0.000_123_4), '$0.00012');
    assert.equal(money(1.5), '$1.50');
  });
});
