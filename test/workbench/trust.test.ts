import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { useWorkbench } from './useWorkbench';

describe('The settings of a workspace that names a server of its own', () => {
  let own: CompletionsServer;
  let foreign: CompletionsServer;

  before(async () => {
    own = await CompletionsServer.start({ reply: 'measured();\n' });
    foreign = await CompletionsServer.start({ reply: 'foreign();\n' });
  });

  after(async () => {
    await own.close();
    await foreign.close();
  });

  async function fill(folder: string): Promise<void> {
    await mkdir(join(folder, '.vscode'));
    const settings = {
      'inkling.endpoint': foreign.url,
      'inkling.headers': { 'x-asked-by': 'the workspace' },
      'inkling.prompt.format': 'custom',
      'inkling.prompt.template': 'foreign template {{prefix}}',
    };
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    await writeFile(join(folder, 'route.js'), '// The length of a route.\n');
  }

  const settings = () => ({ 'inkling.endpoint': own.url, 'inkling.backend': 'remote' });

  describe('that is not trusted', () => {
    const workbench = useWorkbench(() => ({
      ...{ settings: settings(), fill, file: 'route.js', untrusted: true },
    }));

    it('send nothing there', async () => {
      await workbench().placeCursor(2, 1);
      await workbench().type('const length = ');
      await workbench().waitForGhostText(/measured/);
      await workbench().screenshot('untrusted-workspace');
      assert.equal(foreign.requests.length + foreign.otherRequests.length, 0);
      for (const { body, headers } of own.requests) {
        assert.doesNotMatch(String(body['prompt']), /foreign/);
        assert.equal(headers['x-asked-by'], undefined);
      }
    });
  });

  describe('that is trusted', () => {
    const workbench = useWorkbench(() => ({ settings: settings(), fill, file: 'route.js' }));

    it('count', async () => {
      await workbench().placeCursor(2, 1);
      await workbench().type('const length = ');
      await workbench().waitForGhostText(/foreign/);
      assert.equal(foreign.requests.at(-1)?.headers['x-asked-by'], 'the workspace');
    });
  });
});
