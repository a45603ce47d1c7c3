import assert from 'node:assert/strict';
import { Log } from '../../../src/editor/log';

const TRACE = 1;
const INFO = 3;

describe('The log', () => {
  let lines: string[];

  function logAt(logLevel: number): Log {
    lines = [];
    const write = (text: string) => lines.push(text);
    const nothing = () => undefined;
    return new Log(
      {
        ...{ logLevel, trace: write, debug: write, info: write, warn: write, error: write },
        ...{ show: nothing, dispose: nothing },
      },
      () => 42,
    );
  }

  it('never has a secret, in none of its levels and not in an error', () => {
    const log = logAt(TRACE);
    log.hide('csk-123456789');
    log.trace(() => 'key csk-123456789');
    log.debug('key csk-123456789');
    log.info('key csk-123456789');
    log.warn('key csk-123456789');
    log.error('It failed', new Error('key csk-123456789 refused'));
    assert.equal(lines.length, 5);
    assert.deepEqual(
      lines.filter((line) => line.includes('csk-') || !line.includes('•••')),
      [],
    );
    assert.doesNotMatch(JSON.stringify(log.problems), /csk-/);
  });

  it('makes the text of a trace only where it is wanted', () => {
    const unwanted = () => assert.fail('made for nothing');
    logAt(INFO).trace(unwanted);
    assert.deepEqual(lines, []);
    logAt(TRACE).trace(() => 'all of it');
    assert.deepEqual(lines, ['all of it']);
  });

  it('remembers the last warnings and errors, and nothing else', () => {
    const log = logAt(INFO);
    log.info('all is well');
    for (let number = 1; number <= 25; number++) log.warn(`number ${number}`);
    log.error('It broke', new Error('because'));
    assert.equal(log.problems.length, 20);
    assert.deepEqual(log.problems[0], { time: 42, level: 'warning', text: 'number 7' });
    assert.match(log.problems.at(-1)?.text ?? '', /^It broke: Error: because\n {4}at /);
  });
});
