import * as vscode from 'vscode';
import { LONGEST_LINE, windowLines, type DocumentWindow } from '../prompt/documentWindow';

/** Reads the text around `cursor`, at a cost that does not grow with the document. */
export function textWindow(document: vscode.TextDocument, cursor: vscode.Position): DocumentWindow {
  const { start, end } = windowLines(cursor.line, document.lineCount);
  const before = new vscode.Range(start, 0, cursor.line, cursor.character);
  const after = new vscode.Range(cursor, new vscode.Position(end, 0));
  return { prefix: linesBefore(document, before), suffix: linesAfter(document, after) };
}

function linesBefore(document: vscode.TextDocument, range: vscode.Range): string {
  const lines: string[] = [];
  for (let line = range.end.line; line >= range.start.line; line--) {
    const { text } = document.lineAt(line);
    const end = line === range.end.line ? range.end.character : text.length;
    lines.unshift(text.slice(Math.max(0, end - LONGEST_LINE), end));
    // A line that was cut must be the first: what is before it would not be contiguous.
    if (end > LONGEST_LINE) break;
  }
  return lines.join('\n');
}

function linesAfter(document: vscode.TextDocument, range: vscode.Range): string {
  const lines: string[] = [];
  for (let line = range.start.line; line < range.end.line; line++) {
    const { text } = document.lineAt(line);
    const start = line === range.start.line ? range.start.character : 0;
    lines.push(text.slice(start, start + LONGEST_LINE));
    if (text.length - start > LONGEST_LINE) break;
  }
  return lines.join('\n');
}
