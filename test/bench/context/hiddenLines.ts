import { posix } from 'node:path';
import { identifiersIn } from '../../../src/prompt/context/identifiers';
import type { SourceText } from './sources';

/** A line that is hidden, with what is known without it. */
export interface HiddenLine {
  readonly file: SourceText;
  readonly line: number;
  /** The other files that are open, the last viewed first. */
  readonly neighbours: readonly SourceText[];
  /** The identifiers of the line that the prefix alone, at the same budget, does not have. */
  readonly wanted: readonly string[];
}

/** Files that are open beside the one that is edited. */
const NEIGHBOURS = 16;

const COMMENT = /^\s*(?:\/\/|\/?\*|#(?!include|define|if|endif)|"""|''')/;
const IMPORT = /^\s*(?:import |from )/;
const TEXT_IN_CODE = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\/.*|\/\*.*?\*\/|(?<=\s)#\s.*/g;

/**
 * Lines of code drawn at random, each at most once, that have an identifier which is new there.
 * Comments, documentation and imports are left out, and what stands in strings and comments.
 *
 * @param budget what a prompt may hold, in characters
 */
export function hiddenLines(
  files: readonly SourceText[],
  count: number,
  budget: number,
  random: () => number,
): HiddenLine[] {
  const places = files.flatMap((file) => file.lines.map((_, line) => ({ file, line })));
  const chosen: HiddenLine[] = [];
  while (chosen.length < count && places.length > 0) {
    const [place] = places.splice(Math.floor(random() * places.length), 1);
    if (!place) break;
    const { file, line } = place;
    const text = file.lines[line] ?? '';
    if (COMMENT.test(text) || IMPORT.test(text) || isDocumentation(file, line)) continue;
    const before = new Set(identifiersIn(file.lines.slice(0, line).join('\n').slice(-budget)));
    const own = new Set(identifiersIn(text.replace(TEXT_IN_CODE, ' ')));
    const wanted = [...own].filter((identifier) => !before.has(identifier));
    if (wanted.length === 0) continue;
    chosen.push({ file, line, wanted, neighbours: neighboursOf(file, files, random) });
  }
  return chosen;
}

/** Whether the line stands inside of a text between three quotes. */
function isDocumentation({ path, lines }: SourceText, line: number): boolean {
  if (!path.endsWith('.py')) return false;
  const quotes = lines.slice(0, line).join('\n').match(/"""/g) ?? [];
  return quotes.length % 2 === 1;
}

/** The files that lie nearest, in an order of viewing that nobody can guess. */
function neighboursOf(
  file: SourceText,
  files: readonly SourceText[],
  random: () => number,
): SourceText[] {
  return files
    .filter((other) => other !== file)
    .map((other) => ({ other, far: distance(other.path, file.path) + random() / 2 }))
    .sort((a, b) => a.far - b.far)
    .slice(0, NEIGHBOURS)
    .map(({ other }) => ({ other, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ other }) => other);
}

/** Folders on the way from one file to the other. */
function distance(one: string, other: string): number {
  return posix.relative(posix.dirname(one), posix.dirname(other)).split('/').filter(Boolean).length;
}
