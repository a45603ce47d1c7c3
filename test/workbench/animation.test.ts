import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { project } from '../support/project';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { Recording } from './recording';
import { useWorkbench } from './useWorkbench';

const FILE = 'parcel.ts';
const BEFORE = `interface Parcel {
  readonly address: string;
  readonly weight: number;
}

`;
/** What the person types, and where they stop to look. */
const TYPED = 'export function weigh';
const SIGNATURE = 't(parcels: Parcel[]): number {';
const BODY = `
  let total = 0;
  for (const parcel of parcels) {
    total += parcel.weight;
  }
  return total;
}
`;

/** The server completes where the person stops to look, and has nothing to say before. */
function reply({ prompt }: Record<string, unknown>): string {
  const rests = [SIGNATURE + BODY, BODY];
  const all = TYPED + SIGNATURE + BODY;
  return rests.find((rest) => String(prompt).endsWith(all.slice(0, -rest.length))) ?? '';
}

/** Of the file, in bytes. */
const LARGEST = 400_000;

describe('The animation of the README', () => {
  let server: CompletionsServer;

  before(async () => {
    // Slow enough that each step of the growth is in a picture.
    server = await CompletionsServer.start({ reply, tokenInterval: 60 });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote' },
      // Without log probabilities a server is taken as sure: the test server's are made up.
      ...{ 'inkling.logprobs': false, 'inkling.instantAnswer': false, ...noSuggestions },
      // Nothing is in the picture that comes or goes by itself.
      ...{ 'workbench.colorTheme': 'Default Light Modern', 'breadcrumbs.enabled': false },
      ...{ 'workbench.editor.editorActionsLocation': 'hidden', 'editor.fontSize': 16 },
      ...{ 'editor.minimap.enabled': false, 'editor.cursorBlinking': 'solid' },
      ...{ 'editor.overviewRulerBorder': false, 'editor.hideCursorInOverviewRuler': true },
      ...{ 'editor.scrollbar.vertical': 'hidden', 'editor.scrollbar.horizontal': 'hidden' },
      ...{ 'editor.matchBrackets': 'never', 'editor.bracketPairColorization.enabled': false },
      ...{ 'editor.guides.indentation': false, 'editor.renderLineHighlight': 'none' },
      ...{ 'editor.semanticHighlighting.enabled': false, 'editor.lightbulb.enabled': 'off' },
      ...{ 'editor.occurrencesHighlight': 'off', 'typescript.validate.enable': false },
    },
    fill: (folder) => writeFile(join(folder, FILE), BEFORE),
    file: FILE,
  }));

  it('shows ghost text that grows after typing, until Tab accepts it', async () => {
    const { page } = workbench();
    await page.setViewportSize({ width: 680, height: 390 });
    await workbench().press('ControlOrMeta+b');
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await workbench().focusEditor();
    await workbench().press('ControlOrMeta+End');
    const recording = await Recording.begin(page, '.part.editor');
    await recording.take(800);
    for (const character of TYPED) {
      await workbench().type(character, 0);
      await recording.take(70);
    }
    await workbench().waitForGhostText(SIGNATURE);
    await recording.take(1200);
    await workbench().press('Tab');
    await waitUntil('it has grown', async () => {
      await recording.take(250);
      return (await workbench().ghostText()).includes('return total;');
    });
    await recording.take(1500);
    await workbench().press('Tab');
    await workbench().waitForGhostText('');
    await recording.take(3000);
    const saved = await workbench().savedText(FILE);
    assert.equal(saved.trimEnd(), (BEFORE + TYPED + SIGNATURE + BODY).trimEnd());
    const file = recording.encode();
    await writeFile(join(project.artefacts, 'ghost-text-animation.png'), file);
    assert.ok(file.length <= LARGEST, `the animation has ${file.length} bytes`);
  });
});
