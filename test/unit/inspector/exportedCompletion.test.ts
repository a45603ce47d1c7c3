import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { exportedCompletions, replayCommand } from '../../../src/inspector/exportedCompletion';
import { completed, testHistory } from './inspectorTesting';

describe('An exported completion', () => {
  it('has its request, its tokens and when it was', () => {
    const record = completed(testHistory(), ['a', ['b', 0.5]], { temperature: 0.2 });
    const { completions } = JSON.parse(exportedCompletions([record])) as {
      completions: { request: object; startedAt: string; choices: { text: string }[] }[];
    };
    const [completion] = completions;
    assert.deepEqual(completion?.request, { prompt: 'p', model: 'm', temperature: 0.2 });
    assert.match(completion.startedAt, /^2026-03-02T12:/);
    assert.equal(completion.choices[0]?.text, 'ab');
  });
});

describe('The command that makes a request again', () => {
  const prompt = 'it\'s "quoted" $HOME `x` \\ and\nlines';
  const body = { prompt, model: 'm' };
  const command = replayCommand({ url: 'http://127.0.0.1:1/v1/completions', body });

  it('gives a shell exactly the body that is to be sent', () => {
    const printing = `curl() { printf '%s\\0' "$@"; }\n${command}`;
    const [url, , type, , key, , sent = ''] = execFileSync('sh', ['-c', printing], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], INKLING_API_KEY: 'from-the-environment' },
    }).split('\0');
    assert.equal(url, 'http://127.0.0.1:1/v1/completions');
    assert.equal(type, 'Content-Type: application/json');
    assert.equal(key, 'Authorization: Bearer from-the-environment');
    assert.deepEqual(JSON.parse(sent), body);
  });

  it('has no key in it', () => {
    assert.match(command, /Bearer \$INKLING_API_KEY/);
  });
});
