import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const FILE = 'store.ts';

/** What the embedded engine learns, the likeliest first. */
const LINES = [
  ...Array<string>(9).fill('store.readRecord(first);'),
  ...Array<string>(6).fill('store.readTable(second);'),
  ...Array<string>(4).fill('store.writeRecord(third);'),
];

describe('Alternatives', () => {
  const workbench = useWorkbench(() => ({
    settings: { 'inkling.backend': 'embedded', 'inkling.eagerness': 'eager', ...noSuggestions },
    fill: (folder) => writeFile(join(folder, FILE), `${LINES.join('\n')}\n`),
    file: FILE,
  }));

  async function typeLine(text: string): Promise<void> {
    await workbench().press('ControlOrMeta+End');
    await workbench().type(text);
  }

  async function cycleTo(...ghostTexts: readonly string[]): Promise<void> {
    for (const ghostText of ghostTexts) {
      await workbench().press('Alt+BracketRight');
      await workbench().waitForGhostText(ghostText);
    }
  }

  async function acceptAs(line: string): Promise<void> {
    await workbench().press('Tab');
    await waitUntil('it is accepted', async () =>
      (await workbench().visibleLines()).includes(line),
    );
  }

  it('come one after the other, the likeliest first, and round again', async () => {
    await workbench().waitUntilLearned();
    await typeLine('\nstore.');
    await workbench().waitForGhostText('readRecord(first);');
    await cycleTo('readTable(second);', 'writeRecord(third);', 'readRecord(first);');
    await workbench().screenshot('alternatives');
    await workbench().press('Escape');
  });

  it('go on from what was typed along the first', async () => {
    await typeLine('\nif (ready) store.');
    await workbench().waitForGhostText('readRecord(first);');
    await workbench().type('re');
    await workbench().waitForGhostText('adRecord(first);');
    await cycleTo('adTable(second);');
    await acceptAs('if (ready) store.readTable(second);');
  });
});
