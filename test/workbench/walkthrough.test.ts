import assert from 'node:assert/strict';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

describe('The walkthrough', () => {
  const workbench = useWorkbench(() => ({ fill: () => Promise.resolve() }));
  const page = () => workbench().page;
  const step = (id: string) => page().locator(`button.getting-started-step[data-step-id$="${id}"]`);

  async function open(id: string): Promise<void> {
    await workbench().runCommand('Inkling: Get Started');
    await step(id).waitFor();
    if ((await step(id).getAttribute('aria-expanded')) !== 'true') await step(id).click();
    await step(id).and(page().locator('[aria-expanded="true"]')).waitFor();
  }

  async function showsDone(id: string): Promise<void> {
    await step(id).and(page().locator('[aria-checked="true"]')).waitFor();
  }

  async function isDone(id: string): Promise<void> {
    await workbench().runCommand('Inkling: Get Started');
    await showsDone(id);
  }

  async function click(label: string): Promise<void> {
    await page().locator('.gettingStartedContainer').getByText(label, { exact: true }).click();
  }

  before(async () => {
    await page().setViewportSize({ width: 1600, height: 900 }); // room for the pictures
  });

  it('does not open by itself', async () => {
    assert.equal(await page().locator('.gettingStartedContainer').count(), 0);
    assert.deepEqual(await workbench().notifications(), []);
  });

  it('lets the person stay with the embedded engine, without a key', async () => {
    await open('backend');
    await workbench().screenshot('walkthrough-1-backend');
    await click('Use the Embedded Engine');
    await isDone('backend');
  });

  it('leads to the setting of another server', async () => {
    await open('backend');
    await click('settings');
    const settings = page().locator('.settings-editor');
    await settings.getByText('Base address of a server').first().waitFor();
    await workbench().screenshot('walkthrough-1-settings');
    await waitUntil('the settings are closed', async () => {
      await workbench().press('Escape');
      return settings.waitFor({ state: 'hidden', timeout: 500 }).then(() => true);
    });
  });

  it('shows ghost text in an example', async () => {
    await open('ghostText');
    await workbench().screenshot('walkthrough-2-ghost-text');
    await click('Open Example');
    await workbench().waitForGhostText(/^total = 0;/);
    await workbench().screenshot('walkthrough-2-example');
    await workbench().press('Tab');
    await isDone('ghostText');
  });

  it('completes a selection', async () => {
    await open('selection');
    await workbench().screenshot('walkthrough-3-selection');
    await click('Complete an Example');
    await page().locator('.codelens-decoration a', { hasText: 'Accept' }).waitFor();
    await workbench().screenshot('walkthrough-3-completed');
    // The function, and no more than that.
    const text = (await workbench().visibleLines()).join('\n');
    assert.match(
      text,
      /function volumeOf\(items\) \{\n {2}let total = 0;\n {2}for [^]*\n {2}return total;\n\}\n*$/,
    );
    await isDone('selection');
  });

  it('opens the inspector', async () => {
    await open('inspector');
    await workbench().screenshot('walkthrough-4-inspector');
    await click('Show Inspector');
    await showsDone('inspector');
    // The completions of the steps before are in it.
    await waitUntil('the inspector lists them', async () => {
      const inside = page()
        .frames()
        .filter((frame) => frame !== page().mainFrame());
      const shown = inside.map((frame) =>
        frame
          .getByText(/total\W=\W0/)
          .first()
          .isVisible(),
      );
      return (await Promise.all(shown)).includes(true);
    });
    await workbench().screenshot('walkthrough-5-done');
  });
});
