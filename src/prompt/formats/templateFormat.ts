import { lineComment } from '../lineComments';
import { keptApart } from '../specialMarkers';
import type { FramePiece, PromptContent, PromptFormat } from './promptFormat';

const PLACEHOLDER = /\{\{(context|prefix|suffix|path|language)\}\}/;

/** A person's own format: a text with `{{prefix}}`, and what else is wanted, in it. */
export function templateFormat(template: string): PromptFormat {
  const pieces = template.split(PLACEHOLDER);
  return {
    name: 'custom',
    suffixField: false,
    stop: [],
    label: lineComment,
    frame: (content) => separated(pieces.flatMap((piece, i) => framed(piece, i, content))),
  };
}

/** Where a template has nothing between two texts of the person, they must not make a marker. */
function separated(pieces: readonly FramePiece[]): FramePiece[] {
  const written = pieces.filter(({ text }) => text !== '');
  return written.map((piece, index) => {
    const before = written[index - 1];
    if (!before || before.part === 'format' || piece.part === 'format') return piece;
    return { ...piece, text: keptApart(before.text, piece.text) };
  });
}

/** `split` gives text of the template and names of placeholders in turns. */
function framed(piece: string, index: number, content: PromptContent): FramePiece[] {
  if (index % 2 === 0) return [{ part: 'format', text: piece }];
  switch (piece) {
    case 'prefix':
      return [
        { part: 'head', text: content.head },
        { part: 'prefix', text: content.prefix },
      ];
    case 'context':
      return [{ part: 'context', text: content.context }];
    case 'suffix':
      return [{ part: 'suffix', text: content.suffix }];
    case 'path':
      return [{ part: 'format', text: content.path }];
    default:
      return [{ part: 'format', text: content.language }];
  }
}
