import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { completed, testHistory } from './inspectorTesting';

describe('The history of completions', () => {
  it('keeps them in the order in which they were asked for', () => {
    const history = testHistory();
    const first = completed(history, ['one']);
    const second = completed(history, ['two']);
    assert.deepEqual(history.all, [first, second]);
    assert.equal(history.latest, second);
    assert.equal(history.get(first.id), first);
    assert.ok(second.id > first.id);
  });

  it('lets the oldest go beyond its number, but not the pinned', () => {
    const history = testHistory({ completions: 2, weight: Infinity });
    const removed: number[] = [];
    history.onDidChange((change) => removed.push(...change.removed));
    const pinned = completed(history, ['pinned']);
    history.pin(pinned.id, true);
    const old = completed(history, ['old']);
    const latest = completed(history, ['new']);
    assert.deepEqual(history.all, [pinned, latest]);
    assert.deepEqual(removed, [old.id]);
  });

  it('drops prompts and tokens of the oldest when room is short, and keeps what the list shows', () => {
    const history = testHistory({ completions: 100, weight: 300 });
    const pinned = completed(history, ['pinned'], { prompt: 'x'.repeat(100) });
    history.pin(pinned.id, true);
    const old = completed(history, ['an', ' old', ' one'], { prompt: 'x'.repeat(100) });
    const latest = completed(history, ['new'], { prompt: 'x'.repeat(100) });
    assert.ok(pinned.content);
    assert.ok(latest.content);
    assert.equal(old.content, undefined);
    assert.equal(old.preview, 'an old one');
    assert.equal(old.tokens, 3);
  });

  it('knows where a request was made, and which record is its own', () => {
    const history = testHistory();
    const request: CompletionRequest = { prompt: 'p', model: 'm' };
    const place = { uri: 'file:///a.ts', file: 'a.ts', line: 3, character: 7 };
    history.describe(request, { place });
    const record = history.begin('Test', request, { ...place, file: 'elsewhere.ts' });
    assert.equal(history.of(request), record);
    assert.deepEqual(record?.place, place);
    assert.deepEqual(history.begin('Test', { ...request }, place)?.place, place);
  });

  it('hears what became of the completions that the pipeline numbers', () => {
    const history = testHistory();
    const record = completed(history, ['a', 'b', 'c'], {}, { completions: [7] });
    history.happened({ type: 'tokens', completion: 7, source: 'main', shown: 2, hidden: 1 });
    history.happened({ type: 'outcome', completion: 7, kind: 'partlyAccepted', characters: 1 });
    history.happened({ type: 'survival', completion: 7, after: 30_000, share: 0.5 });
    history.happened({ type: 'outcome', completion: 8, kind: 'rejected', characters: 0 });
    assert.equal(record.shown, 2);
    assert.equal(record.outcome, 'partlyAccepted');
    assert.equal(record.survival, 0.5);
  });

  it('tells how much was shown of each choice, what they go on from left out', () => {
    const history = testHistory();
    const record = completed(history, ['a', 'b'], {}, { completions: [7, 8], lead: 1 });
    assert.deepEqual(record.shownTokens, [0, 0]);
    history.happened({ type: 'tokens', completion: 8, source: 'main', shown: 1, hidden: 2 });
    history.happened({ type: 'tokens', completion: 8, source: 'main', shown: 3, hidden: 0 });
    assert.deepEqual(record.shownTokens, [0, 2]);
    assert.equal(record.shown, 2);
  });

  it('hears what the person decided about a completion', () => {
    const history = testHistory();
    const request: CompletionRequest = { prompt: 'p', model: 'm' };
    const record = history.begin('Test', request);
    history.decide(request, 'rejected');
    history.decide({ ...request }, 'accepted');
    assert.equal(record?.outcome, 'rejected');
  });

  it('forgets all but the pinned when it is cleared', () => {
    const history = testHistory();
    const pinned = completed(history, ['a']);
    history.pin(pinned.id, true);
    completed(history, ['b']);
    history.clear();
    assert.deepEqual(history.all, [pinned]);
  });

  it('forgets everything when it is turned off', () => {
    const history = testHistory();
    history.pin(completed(history, ['a']).id, true);
    history.recording = false;
    assert.deepEqual(history.all, []);
    assert.equal(history.begin('Test', { prompt: 'p', model: 'm' }), undefined);
    history.recording = true;
    completed(history, ['b']);
    assert.equal(history.all.length, 1);
  });
});
