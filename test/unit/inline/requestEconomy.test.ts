import assert from 'node:assert/strict';
import { RequestEconomy } from '../../../src/inline/requestEconomy';

describe('The economy of requests', () => {
  it('has some to begin with, which are soon spent', () => {
    const economy = new RequestEconomy();
    assert.equal(economy.scarcity, 0);
    for (let requests = 0; requests < 5; requests++) economy.spend();
    assert.equal(economy.scarcity, 1);
  });

  it('earns one by a word or so that is typed', () => {
    const economy = new RequestEconomy();
    for (let requests = 0; requests < 3; requests++) economy.spend();
    const before = economy.scarcity;
    for (let keys = 0; keys < 9; keys++) economy.key();
    const earned = economy.scarcity;
    assert.ok(earned < before);
    economy.spend();
    assert.ok(economy.scarcity > earned);
  });

  it('has one to spare as long as another one is saved for the next place', () => {
    const economy = new RequestEconomy();
    economy.spend();
    assert.ok(economy.hasOneToSpare);
    economy.spend();
    assert.ok(!economy.hasOneToSpare);
    for (let keys = 0; keys < 9; keys++) economy.key();
    assert.ok(economy.hasOneToSpare);
  });

  it('saves up no more than a few', () => {
    const economy = new RequestEconomy();
    for (let keys = 0; keys < 1_000; keys++) economy.key();
    assert.equal(economy.scarcity, 0);
    for (let requests = 0; requests < 3; requests++) economy.spend();
    assert.equal(economy.scarcity, 1);
  });
});
