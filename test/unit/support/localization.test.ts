import assert from 'node:assert/strict';
import {
  localizationProblems,
  manifestProblems,
  problemsOf,
  stringsIn,
} from '../../support/localization';

describe('The strings of Inkling', () => {
  it('are all translated into every language, with the same placeholders, links and code', () => {
    assert.deepEqual(localizationProblems(), []);
  });

  it('are found in the code, in whatever form they are written', () => {
    const source = 'vscode.l10n.t("one {0}", 1); f(l10n.t(`two`)); other.t("three");';
    assert.deepEqual(stringsIn(source, 'a.ts'), { strings: ['one {0}', 'two'], problems: [] });
  });

  it('are literals', () => {
    const [problem = ''] = stringsIn('vscode.l10n.t(text)', 'a.ts').problems;
    assert.match(problem, /^a\.ts: l10n\.t needs a literal/);
  });

  it('are found where they are phrases, with their gaps numbered', () => {
    const source = 'f(phrase`one ${a} and ${b}`, phrase`two`, other`three`)';
    assert.deepEqual(stringsIn(source, 'a.ts').strings, ['one {0} and {1}', 'two']);
  });

  for (const text of ["'It failed.'", '`It failed: ${why}.`']) {
    it(`are phrases where errors are made: ${text} is none`, () => {
      const source = `new CompletionError({ kind: 'server', message: ${text}, remedy })`;
      assert.equal(stringsIn(source, 'remote/a.ts').problems.length, 1);
      assert.deepEqual(stringsIn(source, 'local/server/a.ts').problems, []);
    });
  }

  for (const [name, original, translation] of [
    ['a placeholder is lost', 'Asking {0} of {1}', 'Frage an {0}'],
    ['a link leads elsewhere', '[Go](command:a)', '[Los](command:b)'],
    ['code is translated', 'Set `stop`', 'Setze `Halt`'],
    ['nothing is left', 'Stop', ' '],
  ] as const) {
    it(`are refused where ${name}`, () => {
      assert.equal(problemsOf({ key: original }, { key: translation }, 'x.json').length, 1);
    });
  }

  it('are refused where a translation lacks one or has one too many', () => {
    assert.deepEqual(problemsOf({ a: 'A', b: 'B' }, { b: 'B', c: 'C' }, 'x.json'), [
      'x.json lacks "a"',
      'x.json has "c", which is not used any more',
    ]);
  });

  it('stand in package.json as keys alone', () => {
    const contributes = { commands: [{ title: 'Plain' }, { title: '%key%' }, { title: '%gone%' }] };
    assert.deepEqual(manifestProblems(contributes, { key: 'Key', unused: 'Unused' }), [
      'package.json: .commands.0.title is no %key% of package.nls.json',
      'package.nls.json lacks gone',
      'package.nls.json has unused, which is not used',
    ]);
  });
});
