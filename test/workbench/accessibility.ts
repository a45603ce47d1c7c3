import { readFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';

/** One broken rule of axe-core, with where it is broken. */
export interface Violation {
  readonly rule: string;
  readonly places: readonly string[];
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The page is seen through to what lies behind it, which a frame cannot know: the panel. */
const RUN_AXE = `
  const { style } = document.body;
  style.background = getComputedStyle(document.body).getPropertyValue('--vscode-panel-background');
  const results = await axe.run(document, { resultTypes: ['violations'] });
  style.background = '';
  return results;
`;

/** What axe-core has to object to in a frame, as it stands. */
export async function violations(frame: FrameLocator): Promise<Violation[]> {
  const body = frame.locator('body');
  // The tests' own look at the page is not bound by the page's policy.
  const results = await body.evaluate<AxeResults, undefined>(
    `(async () => { ${axe}; ${RUN_AXE} })()`,
    undefined,
  );
  return results.violations.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    places: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`),
  }));
}
