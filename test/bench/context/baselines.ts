import { identifiersIn } from '../../../src/prompt/context/identifiers';
import type { SourceText } from './sources';

/** Lines in a window of the second baseline, and lines before the cursor it is compared with. */
const WINDOW = 60;

/** Whole files, the last viewed first, until the budget is used up. */
export function wholeFiles(neighbours: readonly SourceText[], budget: number): string {
  let text = '';
  for (const { path, lines } of neighbours) {
    if (text.length >= budget) break;
    text += `// ${path}\n${lines.join('\n')}\n`;
  }
  return text.slice(0, budget);
}

/**
 * The neighbouring-tabs snippets of Copilot as they have been described: every window of 60 lines of
 * each file is compared with the 60 lines before the cursor by the Jaccard index of their sets of
 * tokens; of each file the best window is taken, the best of all first.
 */
export function jaccardWindows(
  neighbours: readonly SourceText[],
  prefix: string,
  budget: number,
): string {
  const wanted = new Set(identifiersIn(prefix.split('\n').slice(-WINDOW).join('\n')));
  const windows = neighbours
    .map(({ path, lines }) => ({ path, ...bestWindow(lines, wanted) }))
    .sort((a, b) => b.index - a.index);
  let text = '';
  for (const { path, window } of windows) {
    if (text.length >= budget) break;
    text += `// ${path}\n${window}\n`;
  }
  return text.slice(0, budget);
}

function bestWindow(
  lines: readonly string[],
  wanted: ReadonlySet<string>,
): { window: string; index: number } {
  const identifiers = lines.map(identifiersIn);
  let best = { window: '', index: -1 };
  for (let start = 0; start === 0 || start + WINDOW <= lines.length; start++) {
    const tokens = new Set(identifiers.slice(start, start + WINDOW).flat());
    let both = 0;
    for (const token of wanted) if (tokens.has(token)) both++;
    const index = both / Math.max(1, wanted.size + tokens.size - both);
    if (index > best.index) {
      best = { window: lines.slice(start, start + WINDOW).join('\n'), index };
    }
  }
  return best;
}
