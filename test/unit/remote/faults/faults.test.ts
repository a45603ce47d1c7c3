import assert from 'node:assert/strict';
import { runCampaign } from './faultCampaign';
import { faultCase } from './faultCase';
import { FAULTS } from './faults';

describe('RemoteBackend, whatever goes wrong on the way,', () => {
  it('keeps what came and says what happened, and leaves nothing open', async function () {
    this.timeout(120_000);
    const { cases, failures } = await runCampaign({ seed: 1, first: 0, count: 200 });
    assert.deepEqual(failures, []);
    assert.deepEqual(Object.keys(cases).sort(), Object.keys(FAULTS).sort());
  });

  it('is tried with the same cases for the same seed', () => {
    const sent = (seed: number, number: number) =>
      Buffer.concat(faultCase(seed, number).pieces).toString('latin1');
    assert.equal(sent(4, 9), sent(4, 9));
    assert.notEqual(sent(4, 9), sent(5, 9));
  });
});
