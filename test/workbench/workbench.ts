import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { project } from '../support/project';
import { copySampleWorkspace } from '../support/sampleWorkspace';
import type { HostLogs } from '../support/vscode/hostLogs';
import { waitUntil } from '../support/waitUntil';
import { readGhostText, readVisibleLines } from './ghostText';
import { openWorkbench, type OpenWorkbench, type WorkbenchOptions } from './openWorkbench';
import { windowOf } from './pageElements';
import { QuickInput } from './quickInput';

/** Between two keys, in milliseconds: a quick typist. */
const typingPace = 60;

/**
 * The real workbench of VS Code with the packaged extension installed, driven by real keys and
 * clicks, and read from what it shows.
 */
export class Workbench {
  readonly #quickInput: QuickInput;

  private constructor(
    private readonly opened: OpenWorkbench,
    /** The open folder: a temporary one, deleted in the end. */
    readonly folder: string,
  ) {
    this.#quickInput = new QuickInput(opened.page);
  }

  /** For what this class does not offer. */
  get page(): Page {
    return this.opened.page;
  }

  get logs(): HostLogs {
    return this.opened.logs;
  }

  /** Opens VS Code and waits until it can be used, the extension included. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = await mkdtemp(join(tmpdir(), 'inkling-workspace-'));
    await (options.fill ?? copySampleWorkspace)(folder);
    const opened = await openWorkbench(folder, options).catch(async (error: unknown) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
    const workbench = new Workbench(opened, folder);
    try {
      await workbench.#ready(options.file);
    } catch (error) {
      await workbench.screenshot('did-not-open');
      await workbench.dispose();
      throw error;
    }
    return workbench;
  }

  async #ready(file: string | undefined): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    if (file !== undefined) {
      await this.#waitForActiveTab(basename(file));
      await this.page.locator('.editor-instance .view-line').first().waitFor();
      await this.focusEditor();
    }
    // The extension has started when its item stands in the status bar.
    await this.page.locator('.statusbar-item[id^="inkling.inkling"]').waitFor({ timeout: 60_000 });
  }

  /** Waits until the embedded engine knows the workspace: before, it answers from what it has read. */
  async waitUntilLearned(): Promise<void> {
    await waitUntil('the workspace is learned', async () =>
      (await this.statusBar()).some((item) => item.includes('It has learned from')),
    );
  }

  // Files

  /** Opens a file of the workspace, text or notebook, through Quick Open. */
  async openFile(path: string): Promise<void> {
    await this.#quickInput.pick('ControlOrMeta+p', path, basename(path));
    await this.#waitForActiveTab(basename(path));
    // The tab is there before the text takes keys; a notebook leaves it to its cells.
    if (path.endsWith('.ipynb')) return;
    await this.page
      .locator(`.editor-instance .monaco-editor.focused[data-uri$="${path}"]`)
      .waitFor();
  }

  /** Saves the active file and reads it from the disk. */
  async savedText(path: string): Promise<string> {
    await this.press('ControlOrMeta+s');
    await waitUntil(
      `${path} is saved`,
      async () => (await this.page.locator('.tab.active.dirty').count()) === 0,
    );
    return readFile(join(this.folder, path), 'utf8');
  }

  // Editing

  /** Puts the cursor of the active editor at `line` and `column`, both counted from 1. */
  async placeCursor(line: number, column = 1): Promise<void> {
    const row = new RegExp(`line ${line} at column`);
    await this.#quickInput.pick('Control+g', `:${line}:${column}`, row);
    await waitUntil(`the cursor is at line ${line}`, async () =>
      (await this.statusBar()).some((item) => item.includes(`Ln ${line}, Col ${column}`)),
    );
    await this.focusEditor();
  }

  /** Waits until keys go to the editor. */
  async focusEditor(): Promise<void> {
    const editor = this.page.locator('.editor-instance .monaco-editor').first();
    if ((await this.page.locator('.editor-instance .monaco-editor.focused').count()) === 0) {
      await editor.locator('.view-lines').click();
    }
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Types text with real keys, so that brackets close and lines indent as they do for a person. */
  async type(text: string, pace = typingPace): Promise<void> {
    await this.page.keyboard.type(text, { delay: pace });
  }

  /** Presses keys such as `Tab`, `ControlOrMeta+ArrowRight`. */
  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  /** The lines that the editor shows, without ghost text. */
  async visibleLines(): Promise<string[]> {
    return readVisibleLines(this.page);
  }

  // Ghost text

  /** The ghost text that is shown now, '' when there is none. */
  async ghostText(): Promise<string> {
    return readGhostText(this.page);
  }

  /** Waits until ghost text is shown that is, or matches, `expected`; returns it. */
  async waitForGhostText(expected: string | RegExp = /\S/, timeout?: number): Promise<string> {
    let seen = '';
    try {
      return await waitUntil(
        `ghost text ${String(expected)} shows`,
        async () => {
          seen = await this.ghostText();
          const fits = typeof expected === 'string' ? seen === expected : expected.test(seen);
          return fits && seen;
        },
        timeout,
      );
    } catch (error) {
      throw new Error(`The ghost text was ${JSON.stringify(seen)}.`, { cause: error });
    }
  }

  // Commands

  /** Runs a command by its full title, such as `Inkling: Complete Selection`, from the palette. */
  async runCommand(title: string): Promise<void> {
    await this.#quickInput.pick('F1', `>${title}`, title);
  }

  /**
   * Answers the question that a Quick Input asks: with `text`, or with what it proposes.
   *
   * @param picture keeps a picture of the question under this name
   */
  async answer(text?: string, picture?: string): Promise<void> {
    await this.#quickInput.answer(text, async () => {
      if (picture !== undefined) await this.screenshot(picture);
    });
  }

  /** Opens the editor's context menu where the cursor is; returns its entries. */
  async openContextMenu(): Promise<Locator> {
    await this.focusEditor();
    await this.press('Shift+F10');
    const menu = this.page.locator('.monaco-menu');
    await menu.first().waitFor();
    return menu.locator('.action-menu-item');
  }

  /** Clicks an entry of the editor's context menu. */
  async clickInContextMenu(title: string): Promise<void> {
    const items = await this.openContextMenu();
    const item = items.filter({ hasText: title }).first();
    // In its first tenth of a second a menu takes no click, lest the one that opened it counts.
    await waitUntil(`"${title}" is chosen`, async () => {
      if (!(await item.isVisible())) return true;
      await item.click({ timeout: 3_000 });
      return item.waitFor({ state: 'detached', timeout: 500 }).then(() => true);
    });
  }

  // What else it shows

  /** What each item of the status bar says to a screen reader: its text and its tooltip. */
  async statusBar(): Promise<string[]> {
    const labels = await this.page.evaluate(
      ({ document }) =>
        Array.from(document.querySelectorAll('.statusbar-item .statusbar-item-label'), (label) =>
          label.getAttribute('aria-label'),
        ),
      await windowOf(this.page),
    );
    return labels.filter((label) => label !== null);
  }

  /** The messages that pop up at the moment. */
  async notifications(): Promise<string[]> {
    return this.page
      .locator('.notifications-toasts .notification-list-item-message')
      .allInnerTexts();
  }

  /** Clicks a button of the message that says `text`. */
  async clickInNotification(text: string, button: string): Promise<void> {
    const message = this.page.locator('.notifications-toasts .notification-list-item', {
      hasText: text,
    });
    await message.first().getByRole('button', { name: button, exact: true }).click();
  }

  /** Reloads the window, and waits until it can be used again. */
  async reload(): Promise<void> {
    const timeout = 60_000;
    await this.page.evaluate('globalThis.beforeReload = true');
    await waitUntil('the window is reloaded', async () => {
      // In a browser, what is not backed up yet is asked about: the person stays, and tries again.
      const refused = this.page.waitForEvent('dialog', { timeout }).then(async (dialog) => {
        await dialog.dismiss();
        return false;
      });
      const reloaded = this.page
        .waitForFunction('globalThis.beforeReload === undefined', undefined, { timeout })
        .then(() => true);
      const [isReloaded] = await Promise.all([
        Promise.race([refused, reloaded]),
        this.runCommand('Developer: Reload Window'),
      ]);
      return isReloaded;
    });
    await this.#ready(undefined);
  }

  /** The content of the webview that is shown. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Keeps a picture of the whole workbench, as `NAME.png` among the artefacts of the run. */
  async screenshot(name: string): Promise<string> {
    await mkdir(project.artefacts, { recursive: true });
    const path = join(project.artefacts, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async dispose(): Promise<void> {
    await this.opened.dispose();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #waitForActiveTab(name: string): Promise<void> {
    await this.page.locator('.tab.active', { hasText: name }).first().waitFor({ timeout: 60_000 });
  }
}
