import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const HELPER = [
  'export function measureTheDistance(fromPlace, toPlace) {',
  '  return Math.hypot(fromPlace.x - toPlace.x, fromPlace.y - toPlace.y);',
  '}',
  '',
];

describe('The prompt in the workbench', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: 'answer();\n' });
  });

  after(() => server.close());

  const cell = (source: string) => ({
    ...{ cell_type: 'code', source: [source], metadata: {}, outputs: [], execution_count: null },
  });
  const workbench = useWorkbench(() => ({
    settings: {
      'inkling.endpoint': server.url,
      'inkling.backend': 'remote',
      'inkling.model': 'qwen2.5-coder-7b',
    },
    fill: async (folder) => {
      await writeFile(join(folder, 'distance.js'), HELPER.join('\n'));
      await writeFile(join(folder, 'route.js'), '// The length of a route.\n');
      const cells = [cell('the_other_cell = 1'), cell('# this one')];
      const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
      await writeFile(join(folder, 'cells.ipynb'), JSON.stringify(notebook));
    },
    file: 'distance.js',
  }));

  it('is shown part by part, with what was viewed before', async () => {
    await workbench().openFile('route.js');
    await workbench().placeCursor(2, 1);
    await workbench().type('const length = measureTheDistance(');
    await workbench().waitForGhostText();
    await workbench().runCommand('Inkling: Show Prompt');
    const page = workbench().webview();
    await page.locator('h1', { hasText: 'The prompt at route.js, line 2' }).waitFor();
    await page.locator('td', { hasText: /^\d+\. similar: distance\.js$/ }).waitFor();
    await workbench().screenshot('show-prompt');
    const prompt = String(server.requests.at(-1)?.body['prompt']);
    assert.match(prompt, /<\|file_sep\|>distance\.js\nexport function measureTheDistance/);
    assert.match(prompt, /<\|fim_middle\|>$/);
  });

  it('has the other cells of a notebook', async () => {
    await workbench().openFile('cells.ipynb');
    await workbench().page.locator('.cell .view-lines').last().click();
    await workbench().press('ControlOrMeta+End');
    await workbench().type('\nprint(the');
    await waitUntil('a request has the other cell', () =>
      server.requests.some(({ body }) =>
        String(body['prompt']).includes('cell 1\nthe_other_cell = 1'),
      ),
    );
  });

  it('meets no error', async () => {
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
    assert.doesNotMatch(await workbench().logs.extension('inkling.inkling'), /\[error\]/);
  });
});
