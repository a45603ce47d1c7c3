import assert from 'node:assert/strict';
import { runCampaign } from '../../../support/campaign/campaign';
import { useServedEngine } from './servedEngine';

describe('The server of the embedded engine', () => {
  const start = useServedEngine();

  it('answers random requests, valid and not, with what they ask for or what is wrong', async () => {
    const { url, engine } = await start();
    const outcomes = await runCampaign({ url, requests: 300, seed: 1, clients: 8 });
    for (const outcome of ['200', '204', '400', '404', '405', '415', 'raw', 'left']) {
      assert.ok((outcomes.get(outcome) ?? 0) > 0, `${outcome} of ${[...outcomes].join(' ')}`);
    }
    assert.equal(engine.busy, false);
    assert.equal((await fetch(`${url}/health`)).status, 200);
  }).timeout(60_000);
});
