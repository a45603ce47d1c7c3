import * as vscode from 'vscode';
import { phrase } from '../completions/phrase';
import type { Section } from '../prompt/promptSubject';

/** Problems this near to the cursor count, in lines, and how many of them. */
const NEAR = 10;
const MOST_PROBLEMS = 5;
const LONGEST_MESSAGE = 200;

/** Characters of other cells that are shown at most. */
const LONGEST_CELLS = 8_000;

/** Errors and warnings near the cursor; those on its own line are about what is being typed. */
export function nearbyDiagnostics(document: vscode.TextDocument, line: number): Section[] {
  const problems = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
    .map(({ message, range }) => ({ message, at: range.start.line }))
    .filter(({ at }) => at !== line && Math.abs(at - line) <= NEAR)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST_PROBLEMS);
  if (problems.length === 0) return [];
  const lines = problems.map(({ message, at }) => {
    const text = document.lineAt(Math.min(at, document.lineCount - 1)).text.trim();
    return `${text.slice(0, LONGEST_MESSAGE)}\n  ${oneLine(message)}`;
  });
  return [
    {
      kind: 'diagnostic',
      label: phrase`problems nearby`,
      text: lines.join('\n'),
      reason: phrase`Errors and warnings near the cursor, which the next edit may be about.`,
    },
  ];
}

/** The other cells of the notebook that `document` is a cell of, the nearest above first. */
export function otherCells(document: vscode.TextDocument): Section[] {
  const notebook = vscode.workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document === document),
  );
  const cells = notebook?.getCells() ?? [];
  const own = cells.findIndex((cell) => cell.document === document);
  const nearest = [...cells.slice(0, Math.max(0, own)).reverse(), ...cells.slice(own + 1)];
  let left = LONGEST_CELLS;
  return nearest.flatMap(({ document: { lineCount }, document: cell, index }): Section[] => {
    if (left <= 0 || lineCount > LONGEST_CELLS) return [];
    const text = cell.getText().replaceAll('\r\n', '\n');
    left -= text.length;
    if (text.trim() === '' || left < 0) return [];
    const above = phrase`Another cell of the notebook, above this one.`;
    const reason = index < own ? above : phrase`Another cell of the notebook, below this one.`;
    return [{ kind: 'cell', label: phrase`cell ${index + 1}`, text, reason }];
  });
}

function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ').slice(0, LONGEST_MESSAGE);
}
