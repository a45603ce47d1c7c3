import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noSuggestions } from '../support/quietSettings';
import { useWorkbench } from './useWorkbench';

const FILE = 'src/internal/operators/map.ts';

describe('Ghost text without a key', () => {
  const workbench = useWorkbench(() => ({ file: FILE }));

  it('completes a line begun as others are, and Tab accepts it', async () => {
    await workbench().waitUntilLearned();
    await workbench().placeCursor(4, 1);
    await workbench().type('import { Observable } from ');
    await workbench().waitForGhostText("'../Observable';");
    await workbench().screenshot('ghost-text');
    await workbench().press('Tab');
    const line = (await workbench().savedText(FILE)).split('\n')[3] ?? '';
    assert.match(line, /^import \{ Observable \} from '\.\.\/Observable';/);
  });

  it('stays while the person types along it, brackets and quotes closed by the editor', async () => {
    await workbench().press('Enter');
    await workbench().type('import { Subject } from ');
    await workbench().waitForGhostText("'../Subject';");
    await workbench().type("'.");
    await workbench().waitForGhostText(/^\.\/Subject'?;$/);
    await workbench().press('Escape');
  });

  it('goes on from the entry that is selected in the list of suggestions', async () => {
    await workbench().type('./Ob');
    await workbench().page.locator('.suggest-widget.visible').waitFor();
    await workbench().waitForGhostText(/^servable/);
    await workbench().screenshot('ghost-text-with-suggestions');
    await workbench().press('Escape');
    await workbench().press('Escape');
  });

  it('says in the status bar that the embedded engine answers', async () => {
    const items = await workbench().statusBar();
    const item = items.find((each) => each.includes('Inkling'));
    assert.match(item ?? '', /embedded engine/);
  });

  it('meets no error and shows no message', async () => {
    assert.deepEqual(await workbench().notifications(), []);
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
    assert.doesNotMatch(await workbench().logs.extension('inkling.inkling'), /\[error\]/);
  });
});

describe('Ghost text in other documents', () => {
  const python = [
    'def load_configuration(path):',
    '    with open(path) as handle:',
    '        return handle.read()',
    '',
  ];
  const notebook = {
    cells: [
      {
        cell_type: 'code',
        source: ['value_of_things = 1\n', 'print(value_of_things)\n'],
        metadata: {},
        outputs: [],
        execution_count: null,
      },
    ],
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  const workbench = useWorkbench(() => ({
    fill: async (folder) => {
      await writeFile(join(folder, 'windows.py'), python.join('\r\n'));
      await writeFile(join(folder, 'cells.ipynb'), JSON.stringify(notebook));
    },
    file: 'windows.py',
    settings: noSuggestions,
  }));

  it('comes in a file with CRLF line ends, and keeps them', async () => {
    await workbench().press('ControlOrMeta+End');
    await workbench().type('\nwith open(');
    await workbench().waitForGhostText(/^path/);
    await workbench().press('Tab');
    const saved = await workbench().savedText('windows.py');
    assert.match(saved, /\r\nwith open\(path/);
    assert.doesNotMatch(saved, /[^\r]\n/);
  });

  it('comes in the cell of a notebook', async () => {
    await workbench().openFile('cells.ipynb');
    await workbench().page.locator('.cell .view-lines').first().click();
    await workbench().press('ControlOrMeta+End');
    await workbench().type('\nprint(val');
    await workbench().waitForGhostText(/^ue_of_things/);
    await workbench().screenshot('ghost-text-in-notebook');
  });
});

describe('Ghost text in an empty workspace', () => {
  const workbench = useWorkbench(() => ({
    fill: () => Promise.resolve(),
    // On a busy machine the list of words opens late, and Enter would take one of it.
    settings: noSuggestions,
  }));

  it('comes from the document itself, also when it was never saved', async () => {
    await workbench().runCommand('Create: New File...');
    await workbench().answer();
    await workbench().focusEditor();
    await workbench().type('remember the milk, remember the bread\nremember the ');
    await workbench().waitForGhostText(/^(?:milk|bread)/);
    assert.deepEqual(await workbench().notifications(), []);
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
  });
});
