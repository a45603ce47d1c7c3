import { phrase } from '../completions/phrase';
import { withoutCredentials } from './credentials';
import type { PromptPart } from './prompt';
import type { PromptParts } from './promptParts';
import type { PromptSubject } from './promptSubject';
import { withoutMarkers } from './specialMarkers';
import { enclosingLines, importLines } from './surroundings';
import { beginningOfText } from './textCut';

/**
 * What stands before `prefix`, the text that is shown of the file: the file's path, and of what is
 * above the text its imports and the declarations that it stands in.
 *
 * @param limit what imports and declarations may weigh
 */
export function fileHead(
  { document, line, path, declarations }: PromptSubject,
  prefix: string,
  limit: number,
  parts: PromptParts,
): PromptPart[] {
  const label = parts.part('file', path, parts.heading(path), phrase`The file that is edited.`);
  const first = line - prefix.split('\n').length + 1;
  if (first <= 0) return [label];
  const imports = sendable(importLines(document, first), limit / 2);
  const enclosing = sendable(enclosingLines(document, first, declarations), limit / 2);
  return [
    label,
    parts.part(
      'imports',
      phrase`imports`,
      imports,
      phrase`What the file imports, above the text that is shown.`,
    ),
    parts.part(
      'enclosing',
      phrase`enclosing declarations`,
      enclosing,
      phrase`What the text that is shown stands in.`,
    ),
  ].filter(({ text }) => text !== '');
}

function sendable(lines: readonly string[], limit: number): string {
  const text = withoutMarkers(withoutCredentials(lines.join('\n')));
  return text === '' ? '' : `${beginningOfText(text, limit - 1)}\n`;
}
