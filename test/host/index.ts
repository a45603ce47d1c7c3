import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { runMocha, testFiles } from '../support/mochaRun';

/**
 * What VS Code calls inside its extension host. Reports through files in the folder that
 * `INKLING_TEST_RUN` names, since the host may have no standard output of its own.
 */
export async function run(): Promise<void> {
  const folder = process.env['INKLING_TEST_RUN'];
  if (folder === undefined) throw new Error('INKLING_TEST_RUN names no folder: run `npm test`.');
  const write = (lines: string): void => {
    appendFileSync(join(folder, 'report.txt'), `${lines}\n`);
  };
  let failed: number;
  try {
    await makeGhostTextAsked();
    const result = await runMocha({
      files: await testFiles(__dirname, '.test.js'),
      grep: process.env['INKLING_TEST_GREP'],
      color: process.env['INKLING_TEST_COLOR'] === 'true',
      timeout: 60_000,
      write,
    });
    writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
    ({ failed } = result);
  } catch (error) {
    write(String(error instanceof Error ? error.stack : error));
    throw error;
  }
  // What makes VS Code's exit code tell.
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}

/**
 * In a new pane the editor makes what asks for ghost text only when it is idle, up to 5 seconds later
 * (VS Code 1.139): it asks nobody because of a key before that. The command has it made at once.
 */
async function makeGhostTextAsked(): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument());
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
}
