import type { DocumentLines } from './promptSubject';

/** How far from the start of the document imports are looked for, in lines. */
const IMPORT_LINES = 150;
const MOST_IMPORTS = 30;
/** How far above the first line that is shown its enclosing declarations are looked for. */
const ENCLOSING_LINES = 600;
const MOST_ENCLOSING = 6;
const LONGEST = 200;

const IMPORT =
  /^(?:import\b|from\s+\S+\s+import\b|export\s.*\bfrom\b|#\s*include\b|#import\b|using\s|use\s|require\b|require_relative\b|package\s|namespace\s|@import\b|library\(|(?:const|let|var)\s.*\brequire\()/;

/** The lines before line `end` that import something, in order. */
export function importLines(document: DocumentLines, end: number): string[] {
  const found: string[] = [];
  for (let line = 0; line < Math.min(end, IMPORT_LINES) && found.length < MOST_IMPORTS; line++) {
    const text = document.at(line);
    if (text.length <= LONGEST && IMPORT.test(text)) found.push(text);
  }
  return found;
}

/**
 * The lines above `line` that open the blocks it stands in, outermost first: each is indented less
 * than what comes after it. Known by indentation alone, as it is in every language.
 */
export function enclosingLines(document: DocumentLines, line: number): string[] {
  const found: string[] = [];
  let indentation = indentationNear(document, line);
  for (let above = line - 1; above >= Math.max(0, line - ENCLOSING_LINES); above--) {
    if (indentation === 0 || found.length >= MOST_ENCLOSING) break;
    const text = document.at(above);
    const own = indentationOf(text);
    if (own === undefined || own >= indentation || text.length > LONGEST) continue;
    indentation = own;
    if (/[\p{L}\p{N}]/u.test(text)) found.unshift(text);
  }
  return found;
}

/** The indentation of the first line from `line` on that has something on it. */
function indentationNear(document: DocumentLines, line: number): number {
  for (let below = line; below < Math.min(document.count, line + 5); below++) {
    const indentation = indentationOf(document.at(below));
    if (indentation !== undefined) return indentation;
  }
  return 0;
}

function indentationOf(text: string): number | undefined {
  const indentation = text.search(/\S/);
  return indentation === -1 ? undefined : indentation;
}
