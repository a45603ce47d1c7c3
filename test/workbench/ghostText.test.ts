import assert from 'node:assert/strict';
import { useWorkbench } from './useWorkbench';

const FILE = 'src/internal/operators/map.ts';

describe('Ghost text without a key', () => {
  const workbench = useWorkbench(() => ({ file: FILE }));

  it('completes a line begun as others are, and Tab accepts it', async () => {
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

describe('Ghost text in an empty workspace', () => {
  const workbench = useWorkbench(() => ({ fill: () => Promise.resolve() }));

  it('comes from the document itself, also when it was never saved', async () => {
    await workbench().runCommand('Create: New File...');
    await workbench().press('Enter');
    await workbench().focusEditor();
    await workbench().type('remember the milk, remember the bread\nremember the ');
    await workbench().waitForGhostText(/^(?:milk|bread)/);
    assert.deepEqual(await workbench().notifications(), []);
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
  });
});
