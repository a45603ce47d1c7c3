import assert from 'node:assert/strict';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

describe('A setting that does not fit', () => {
  const workbench = useWorkbench(() => ({
    file: 'src/internal/operators/map.ts',
    settings: { 'inkling.temperature': 9 },
  }));

  it('is told once, and ghost text comes all the same', async () => {
    await workbench().waitUntilLearned();
    await workbench().placeCursor(4, 1);
    await workbench().type('import { Observable } from ');
    await workbench().waitForGhostText(/Observable/);
    const [message] = await waitUntil('there is a message', async () => {
      const messages = await workbench().notifications();
      return messages.length > 0 && messages;
    });
    await workbench().screenshot('setting-that-does-not-fit');
    assert.match(message ?? '', /inkling\.temperature is 9, but must be between 0 and 2/);
    await workbench().type("'../Obs");
    assert.equal((await workbench().notifications()).length, 1);
  });
});
