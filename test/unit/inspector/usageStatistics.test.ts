import assert from 'node:assert/strict';
import { usageStatistics } from '../../../src/inspector/usageStatistics';
import { completed, testHistory } from './inspectorTesting';

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

describe('The statistics of usage', () => {
  const history = testHistory();
  const dear = completed(history, ['a', 'b'], { model: 'dear' }, { completions: [1] });
  dear.usage = {
    prompt_tokens: 100,
    completion_tokens: 10,
    total_tokens: 110,
    prompt_tokens_details: { cached_tokens: 64 },
  };
  dear.timeInfo = {
    queue_time: 0.001,
    prompt_time: 0.002,
    completion_time: 0.004,
    total_time: 0.01,
  };
  history.happened({ type: 'outcome', completion: 1, kind: 'accepted', characters: 2 });
  completed(history, ['c'], { model: 'free' }, { completions: [2] });
  history.happened({ type: 'outcome', completion: 2, kind: 'rejected', characters: 0 });
  completed(history, ['d', 'e', 'f'], { model: 'free' });
  history.remembered();
  const priceOf = (model: string) =>
    model === 'dear' ? { prompt: 0.001, completion: 0.01 } : undefined;
  const usage = usageStatistics(history.all, history.ghostText, priceOf, dayOf);

  it('count tokens as the server does, or as they came where it was stopped', () => {
    assert.equal(usage.total.promptTokens, 100);
    assert.equal(usage.total.cachedTokens, 64);
    assert.equal(usage.total.completionTokens, 10 + 1 + 3);
  });

  it('know the cost of those whose price is known', () => {
    assert.ok(Math.abs((usage.total.cost ?? 0) - 0.2) < 1e-12);
    assert.equal(usage.models.find(({ key }) => key === 'free')?.cost, null);
  });

  it('are by day and by model, the most used first', () => {
    assert.deepEqual(
      usage.days.map(({ key, requests }) => [key, requests]),
      [['2026-03-02', 3]],
    );
    assert.deepEqual(
      usage.models.map(({ key, requests }) => [key, requests]),
      [
        ['free', 2],
        ['dear', 1],
      ],
    );
  });

  it('tell how many of the completions that were shown were used', () => {
    assert.deepEqual([usage.total.shown, usage.total.used], [2, 1]);
  });

  it('tell how often ghost text came from memory, and how often it was asked for', () => {
    assert.deepEqual(usage.ghostText, { remembered: 1, asked: 2 });
  });

  it('split the time into stages, the rest being the network', () => {
    const { queue, prompt, completion, network, total } = usage.latency;
    assert.deepEqual([queue, prompt, completion], [1, 2, 4]);
    assert.equal(network, (dear.totalTime ?? 0) - 10);
    assert.equal(total, dear.totalTime);
  });
});
