import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

/** How often the extension host's load is written down, in milliseconds. */
const INTERVAL = 100;

/**
 * Answers at once in files in which Inkling keeps silent: no provider can be faster. Writes down, too,
 * for how many milliseconds the extension host has been busy, into the file that the environment names.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = process.env['INKLING_BENCH_LOAD'];
  context.subscriptions.push(
    vscode.languages.registerInlineCompletionItemProvider(
      { pattern: '**/floor.env' },
      {
        provideInlineCompletionItems: (document, position) => {
          const before = document.lineAt(position).text.slice(0, position.character);
          if (!before.endsWith('=')) return [];
          const range = new vscode.Range(position, position);
          return [new vscode.InlineCompletionItem(' measured(value);', range)];
        },
      },
    ),
  );
  if (log === undefined) return;
  const timer = setInterval(() => {
    appendFileSync(log, `${performance.eventLoopUtilization().active}\n`);
  }, INTERVAL);
  context.subscriptions.push({
    dispose: () => {
      clearInterval(timer);
    },
  });
}
