import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { chooseHostKind } from '../support/hostKind';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

// The desktop takes its language from a language pack, which has to come from the marketplace.
if (chooseHostKind() === 'server') {
  describe('Inkling where German is spoken', () => {
    let server: CompletionsServer;

    before(async () => {
      server = await CompletionsServer.start({ reply: 'compute();\n' });
    });

    after(() => server.close());

    const workbench = useWorkbench(() => ({
      language: 'de',
      settings: {
        ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote', ...noSuggestions },
        'inkling.temperature': 9,
      },
      fill: (folder) => writeFile(join(folder, 'sprache.ts'), 'const vorher = 1;\n'),
      file: 'sprache.ts',
    }));

    async function tells(expected: RegExp): Promise<void> {
      await waitUntil(`a message says ${expected.source}`, async () =>
        (await workbench().notifications()).some((text) => expected.test(text)),
      );
    }

    it('says in German which setting does not fit', async () => {
      await workbench().press('ControlOrMeta+End');
      await workbench().type('const eins = ');
      await workbench().waitForGhostText('compute();');
      await tells(/Die Einstellung inkling\.temperature ist 9, muss aber zwischen 0 und 2 sein/);
      await workbench().screenshot('german-setting');
    });

    it('has German commands, and says in German what the status bar shows', async () => {
      await waitUntil('the status bar says it in German', async () =>
        (await workbench().statusBar()).some((item) =>
          item.includes(`${new URL(server.url).host} antwortet`),
        ),
      );
      await workbench().runCommand('Inkling: Prompt zeigen');
      const prompt = workbench().webview().locator('body');
      await prompt
        .getByText('Der Text vor dem Cursor, von dem', { exact: false })
        .first()
        .waitFor();
      await workbench().screenshot('german-prompt');
    });

    it('says in German that the server cannot be asked', async () => {
      await server.close();
      await workbench().runCommand('Inkling: API-Schlüssel prüfen');
      await tells(/lehnt die Verbindung ab: Dort lauscht kein Server.*Starten Sie den Server/s);
      await workbench().screenshot('german-failure');
    });
  });
}
