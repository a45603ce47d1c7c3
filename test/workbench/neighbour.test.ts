import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CompletionsServer } from '../support/completionsServer';
import { chooseHostKind } from '../support/hostKind';
import { project } from '../support/project';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { watchFrames } from './ghostTextFrames';
import { useWorkbench } from './useWorkbench';

/** Long enough for the neighbour to answer, in milliseconds. */
const ITS_TURN = 5_000;

// Beside the installed extension, the server alone runs one that is in development.
if (chooseHostKind() === 'server') {
  describe('Inkling beside a Vim and a slower assistant', () => {
    let server: CompletionsServer;

    before(async () => {
      server = await CompletionsServer.start({ reply: 'compute();\n' });
    });

    after(() => server.close());

    const workbench = useWorkbench(() => ({
      developmentExtension: join(project.workbenchTests, 'neighbour'),
      settings: {
        ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote', ...noSuggestions },
        ...{ 'inkling.eagerness': 'eager', 'inkling.instantAnswer': false },
      },
      fill: (folder) => writeFile(join(folder, 'beside.ts'), 'const before = 1;\n'),
      file: 'beside.ts',
    }));

    async function isIn(mode: 'INSERT' | 'NORMAL'): Promise<void> {
      await waitUntil(`the mode is ${mode}`, async () =>
        (await workbench().statusBar()).some((item) => item.includes(`-- ${mode} --`)),
      );
    }

    it('shows ghost text that stays, without a flicker, when the other answers too', async () => {
      await isIn('INSERT');
      await workbench().press('ControlOrMeta+End');
      await workbench().type('const one = ');
      // While it is typed, what is shown between two keys may go.
      await workbench().waitForGhostText('compute();');
      const { blank } = await watchFrames(workbench().page, () => setTimeout(ITS_TURN));
      assert.equal(blank, 0);
      assert.equal(await workbench().ghostText(), 'compute();');
      await workbench().screenshot('neighbour-ghost-text');
      await workbench().press('Tab');
      await waitUntil('it is accepted', async () =>
        (await workbench().visibleLines()).includes('const one = compute();'),
      );
    });

    it('offers its text and that of the other, one after the other, when asked', async () => {
      await workbench().type('\nconst two = ');
      await workbench().waitForGhostText('compute();');
      await workbench().press('Alt+BracketRight');
      await workbench().waitForGhostText('neighbour();');
      await workbench().press('Alt+BracketLeft');
      await workbench().waitForGhostText('compute();');
      await workbench().press('Alt+BracketRight');
      await workbench().waitForGhostText('neighbour();');
      await workbench().press('Tab');
      await waitUntil('the other’s is accepted', async () =>
        (await workbench().visibleLines()).includes('const two = neighbour();'),
      );
    });

    it('takes no key from the normal mode, and is silent in it', async () => {
      await workbench().press('Escape');
      await isIn('NORMAL');
      const before = await workbench().visibleLines();
      await setTimeout(ITS_TURN); // what was asked for before is answered
      const asked = server.requests.length;
      await workbench().type('xjkdd');
      await setTimeout(ITS_TURN);
      assert.deepEqual(await workbench().visibleLines(), before);
      assert.equal(server.requests.length, asked);
      await workbench().type('i');
      await isIn('INSERT');
      await workbench().type('\nconst three = ');
      await workbench().waitForGhostText('compute();');
      await workbench().press('Escape');
      await isIn('NORMAL');
      assert.equal(await workbench().ghostText(), '');
      assert.equal((await workbench().visibleLines()).at(-1), 'const three = ');
    });

    it('takes Esc while a selection is completed, once to stop and once to take back', async () => {
      await workbench().type('i');
      await isIn('INSERT');
      const before = await workbench().visibleLines();
      // It goes on until it is stopped, however slow the machine.
      server.options = { reply: 'one two'.repeat(500), tokenInterval: 1_000 };
      await workbench().press('ControlOrMeta+Alt+Enter');
      const lens = (title: string) =>
        workbench().page.locator('.codelens-decoration a', { hasText: title });
      await lens('Stop').waitFor();
      await workbench().press('Escape');
      await lens('Stop').waitFor({ state: 'detached' });
      await lens('Discard').waitFor();
      await isIn('INSERT');
      await workbench().press('Escape');
      await lens('Discard').waitFor({ state: 'detached' });
      assert.deepEqual(await workbench().visibleLines(), before);
      await workbench().press('Escape');
      await isIn('NORMAL');
    });

    it('meets no error', async () => {
      assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
    });
  });
}
