import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HostLogs, errorsIn } from '../../support/vscode/hostLogs';

const error =
  "2026-11-23 17:46:23.301 [error] TypeError: reading 'x'\n\tat one (a.js:1:2)\n\tat two (a.js:3:4)\n";
const info = '2026-11-23 17:46:23.401 [info] Eager extensions activated\n';

describe('errorsIn', () => {
  it('keeps the errors with their stack traces, and nothing else', () => {
    const warning = '2026-11-23 17:46:24.000 [warning] slow\n';
    assert.equal(errorsIn(info + error + info + warning), error);
  });
});

describe('HostLogs', () => {
  let folder: string;

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-logs-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('finds the log of the extension host, on the server and on the desktop', async () => {
    write('20261123T174618/exthost1/remoteexthost.log', info);
    write('20261123T174618/window1/exthost/exthost.log', error);
    write('20261123T174618/remoteagent.log', 'the server itself\n');
    assert.equal(await new HostLogs(folder).extensionHost(), info + error);
  });

  it("finds an extension's own channels", async () => {
    write('20261123T174618/exthost1/inkling.inkling/Inkling.log', 'ours\n');
    write('20261123T174618/exthost1/vscode.git/Git.log', "git's\n");
    assert.equal(await new HostLogs(folder).extension('inkling.inkling'), 'ours\n');
  });

  it('are empty before anything is logged', async () => {
    assert.equal(await new HostLogs(join(folder, 'none')).extensionHost(), '');
  });
});
