import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled } from './editing';

describe('Report a Problem', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: ' upon a time' });
    await configure({ backend: 'remote', endpoint: `${server.url}/secret-path` });
    await configure({ headers: { 'X-Team': 'secret-header' }, temperature: 0.25 });
  });

  after(async () => {
    await resetConfiguration();
    await server.close();
  });

  it('opens a text with versions, settings and problems, and without secrets', async () => {
    await openUntitled('plaintext', 'my own text');
    await server.close();
    void vscode.commands.executeCommand('inkling.completeSelection');
    const text = await waitUntil('the report tells of the failure', async () => {
      await vscode.commands.executeCommand('inkling.reportProblem');
      const document = vscode.window.activeTextEditor?.document;
      const report = document?.languageId === 'markdown' ? document.getText() : '';
      return report.includes('[warning] Complete Selection: ') && report;
    });
    assert.match(text, /- Inkling: \d+\.\d+\.\d+/);
    assert.ok(text.includes(vscode.version));
    assert.match(text, /- Answered by: remote/);
    assert.match(text, /- API key: none/);
    assert.match(text, /- `inkling\.temperature`: `0\.25` \(workspace\)/);
    assert.match(text, /- `inkling\.headers`: object, 1 entries \(workspace\)/);
    assert.match(text, /- `inkling\.endpoint`: `"http:\/\/127\.0\.0\.1:\d+"`/);
    assert.doesNotMatch(text, /secret-path|secret-header|my own text/);
  });
});
