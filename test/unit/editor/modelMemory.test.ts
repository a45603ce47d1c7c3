import assert from 'node:assert/strict';
import { ModelMemory } from '../../../src/editor/modelMemory';

describe('The memory for models', () => {
  /** Values as the editor keeps them between sessions. */
  function memento() {
    const values = new Map<string, unknown>();
    return {
      values,
      keys: () => [...values.keys()],
      get: <T>(key: string, preset?: T) => (values.get(key) ?? preset) as T,
      update: (key: string, value: unknown) => {
        values.set(key, value);
        return Promise.resolve();
      },
    };
  }

  it('keeps a list for each server, those of the latest servers only', () => {
    const kept = memento();
    const addresses = Array.from({ length: 9 }, (_, index) => `https://server${index}.example`);
    for (const address of addresses) new ModelMemory(kept).of(address).save({ of: address });
    const next = new ModelMemory(kept);
    assert.deepEqual(
      addresses.map((address) => next.of(address).load()),
      addresses.map((address, index) => (index < 3 ? undefined : { of: address })),
    );
    next.of('https://server5.example').save({ of: 'newer' });
    assert.deepEqual(next.of('https://server5.example').load(), { of: 'newer' });
    assert.deepEqual(next.of('https://server3.example').load(), { of: 'https://server3.example' });
  });

  it('is empty where something else is kept', () => {
    const kept = memento();
    kept.values.set('models', 'nonsense');
    assert.equal(new ModelMemory(kept).of('https://server.example').load(), undefined);
  });
});
