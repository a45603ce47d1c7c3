import assert from 'node:assert/strict';
import { problemReport, shownValue } from '../../../src/editor/problemReport';

const texts = {
  ...{ title: 'Title', introduction: 'Read it.', what: 'What', steps: 'Steps' },
  ...{ versions: 'Versions', state: 'State', settings: 'Settings', allDefault: 'None.' },
  ...{ problems: 'Problems', noProblem: 'No problem.' },
};

describe('The report of a problem', () => {
  it('shows of a setting what cannot be a secret, and of others only that it is set', () => {
    const choice = { enum: ['quiet', 'eager'] };
    assert.equal(shownValue('inkling.temperature', 0.5, {}), '`0.5`');
    assert.equal(shownValue('inkling.growth', false, {}), '`false`');
    assert.equal(shownValue('inkling.eagerness', 'eager', choice), '`"eager"`');
    assert.equal(shownValue('inkling.model', 'qwen', {}), '`"qwen"`');
    assert.equal(shownValue('inkling.user', 'Ada Lovelace', {}), 'text, 12 characters');
    assert.equal(shownValue('inkling.headers', { 'X-Key': 's3cret' }, {}), 'object, 1 entries');
    assert.equal(shownValue('inkling.stop', ['def secret'], {}), 'list, 1 entries');
    assert.equal(shownValue('inkling.eagerness', 'my password', choice), 'text, 11 characters');
  });

  it('shows an address without the name, password and path in it', () => {
    const address = 'https://ada:s3cret@gateway.example:8443/team/x?token=1';
    assert.equal(shownValue('inkling.endpoint', address, {}), '`"https://gateway.example:8443"`');
    assert.equal(shownValue('inkling.endpoint', 'https://%', {}), 'text, 9 characters');
  });

  it('has versions, state, settings and problems, without the name of the home folder', () => {
    const report = problemReport(
      {
        versions: { Inkling: '1.2.3' },
        state: { 'Answered by': 'remote' },
        settings: [{ name: 'inkling.growth', value: false, where: ['user'], schema: {} }],
        problems: [{ time: 0, level: 'error', text: 'In /home/ada/x: ``` is no fence' }],
        home: '/home/ada',
      },
      texts,
    );
    assert.match(report, /^# Title\n\nRead it\./);
    assert.match(report, /- Inkling: 1\.2\.3/);
    assert.match(report, /- `inkling\.growth`: `false` \(user\)/);
    assert.match(
      report,
      /````text\n1970-01-01T00:00:00\.000Z \[error\] In ~\/x: ``` is no fence\n````/,
    );
  });

  it('says where there is nothing to tell', () => {
    const nothing = { versions: {}, state: {}, settings: [], problems: [], home: '' };
    const report = problemReport(nothing, texts);
    assert.match(report, /## Settings\n\nNone\.\n/);
    assert.match(report, /## Problems\n\nNo problem\.\n/);
  });
});
