import assert from 'node:assert/strict';
import type { Runnable, Suite } from 'mocha';
import { extensions } from 'vscode';

describe('Every setting', () => {
  it('has a test in this host whose title names it', function () {
    const { contributes } = extensions.getExtension('inkling.inkling')?.packageJSON as {
      contributes: {
        configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
      };
    };
    const settings = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    const titles = titlesUnder(rootOf(this.runnable()));
    const tested = new Set(titles.flatMap((title) => title.match(/inkling(?:\.\w+)+/g) ?? []));
    assert.notEqual(settings.length, 0);
    assert.deepEqual(
      settings.filter((setting) => !tested.has(setting)),
      [],
    );
  });
});

function rootOf(runnable: Runnable): Suite {
  let suite = runnable.parent;
  while (suite?.parent) suite = suite.parent;
  assert.ok(suite);
  return suite;
}

/** Of the tests that are not skipped. */
function titlesUnder(suite: Suite): string[] {
  const own = suite.tests.filter((test) => !test.isPending()).map(({ title }) => title);
  return [...own, ...suite.suites.flatMap(titlesUnder)];
}
