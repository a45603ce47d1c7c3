import type { Declaration, DocumentLines } from './promptSubject';

/** How far from the start of the document imports are looked for, in lines. */
const IMPORT_LINES = 150;
const MOST_IMPORTS = 30;
/** How far above the first line that is shown its enclosing declarations are looked for. */
const ENCLOSING_LINES = 600;
const MOST_ENCLOSING = 8;
const LONGEST_SIGNATURE = 4;
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
 * than what comes after it, as it is in every language. Where `declarations` are known, those that
 * reach over `line` are among them, also where their braces stand in lines of their own.
 */
export function enclosingLines(
  document: DocumentLines,
  line: number,
  declarations: readonly Declaration[] = [],
): string[] {
  const declared = declarations
    .filter(({ name, line: own, end }) => {
      // What was known may be of an earlier version: then something else stands there.
      return own < line && end >= line && own < document.count && document.at(own).includes(name);
    })
    .flatMap(({ line: own }) => signatureLines(document, own, line));
  const numbers = new Set([...indentedLess(document, line), ...declared]);
  return [...numbers]
    .sort((a, b) => a - b)
    .slice(-MOST_ENCLOSING)
    .map((number) => document.at(number))
    .filter((text) => text.length <= LONGEST);
}

function indentedLess(document: DocumentLines, line: number): number[] {
  const found: number[] = [];
  let indentation = indentationNear(document, line);
  for (let above = line - 1; above >= Math.max(0, line - ENCLOSING_LINES); above--) {
    if (indentation === 0 || found.length >= MOST_ENCLOSING) break;
    const text = document.at(above);
    const own = indentationOf(text);
    if (own === undefined || own >= indentation || text.length > LONGEST) continue;
    indentation = own;
    if (/[\p{L}\p{N}]/u.test(text)) found.push(above);
  }
  return found;
}

/** The lines of a declaration from that of its name to the one where its parentheses are closed. */
function signatureLines(document: DocumentLines, start: number, limit: number): number[] {
  const lines: number[] = [];
  let open = 0;
  for (let line = start; line < Math.min(limit, start + LONGEST_SIGNATURE); line++) {
    lines.push(line);
    for (const character of document.at(line)) {
      if (character === '(') open++;
      else if (character === ')') open--;
    }
    if (open <= 0) break;
  }
  return lines;
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
