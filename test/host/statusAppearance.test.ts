import assert from 'node:assert/strict';
import { CompletionError, type CompletionErrorKind } from '../../src/completions/completionError';
import { appearanceOf, type Status } from '../../src/editor/statusAppearance';

const IDLE: Status = {
  ...{ kind: 'remote', name: 'a.server', thinking: false, failure: undefined, pause: 0 },
  ...{ silence: undefined, language: 'python', snooze: 0, saving: false },
  ...{ learning: undefined, progress: undefined },
};

function failure(kind: CompletionErrorKind): CompletionError {
  return new CompletionError({ kind, message: 'It went wrong.', remedy: 'Mend it.' });
}

describe('What the status bar shows', () => {
  /** The text and what is said beside it, which a screen reader reads too. */
  const states: readonly [name: string, status: Partial<Status>, text: RegExp, said: RegExp][] = [
    ['idle', {}, /^Inkling: a\.server$/, /^a\.server answers\.$/],
    ['idle, embedded', { kind: 'embedded' }, /^Inkling$/, /^The embedded engine answers/],
    ['thinking', { thinking: true }, /^Inkling: a\.server$/, /^It is thinking\./],
    ['reading', { progress: 0.42 }, /: reading, 42 %$/, /a\.server answers\.$/],
    ['paused', { pause: 39_100 }, /: paused, 40 s$/, /limit of requests.*again in 40 s/],
    ['off', { silence: 'language' }, /: off for python$/, /inkling\.languages/],
    ['off for a file', { silence: 'file' }, /: off for this file$/, /inkling\.disabledFiles/],
    ['off in the editor', { silence: 'editor' }, /: off in the editor$/, /inlineSuggest/],
    ['manual', { silence: 'manual' }, /\(when asked\)$/, /only when you ask/],
    ['snoozed', { silence: 'snoozed', snooze: 61_000 }, /: snoozed, 2 min$/, /until the snooze/],
    ['offline', { failure: failure('network') }, /: offline$/, /^It went wrong\. Mend it\./],
    [
      ...(['offline, asked again', { failure: failure('network'), pause: 4_500 }] as const),
      ...([/: offline, 5 s$/, /again in 5 s/] as const),
    ],
    ['refused', { failure: failure('authentication') }, /: key refused$/, /Mend it\./],
    ['an error', { failure: failure('server') }, /: server error$/, /Mend it\./],
    ['saving', { saving: true }, /^Inkling: a\.server$/, /It saves the battery\.$/],
  ];

  for (const [name, status, text, said] of states) {
    it(`says that it is ${name}`, () => {
      const shown = appearanceOf({ ...IDLE, ...status });
      assert.match(shown.text, text);
      assert.match(shown.lines.join(' '), said);
    });
  }

  it('has an icon of its own for what asks for attention', () => {
    const iconOf = (status: Partial<Status>) => appearanceOf({ ...IDLE, ...status }).icon;
    const icons = [
      iconOf({}),
      iconOf({ thinking: true }),
      iconOf({ pause: 5_000 }),
      iconOf({ silence: 'language' }),
      iconOf({ silence: 'snoozed', snooze: 1 }),
      iconOf({ failure: failure('network') }),
      iconOf({ failure: failure('server') }),
      iconOf({ progress: 0 }),
    ];
    assert.equal(new Set(icons).size, icons.length);
  });

  it('warns where nothing goes on until the person does something', () => {
    const status = { ...IDLE, failure: failure('authentication'), pause: Infinity };
    assert.equal(appearanceOf(status).warns, true);
    assert.equal(appearanceOf({ ...status, pause: 0 }).warns, false);
  });
});
