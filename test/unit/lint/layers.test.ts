import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';

describe('The layer rule', () => {
  let layerRules: Linter.Config[];

  before(async () => {
    const file = pathToFileURL(join(__dirname, '..', '..', '..', 'eslint.layers.mjs'));
    ({ layerRules } = (await import(file.href)) as { layerRules: Linter.Config[] });
  });

  /** Whether a file may have this import. */
  function allows(file: string, code: string): boolean {
    const parser = tseslint.parser as Linter.Parser;
    const config = [{ files: ['**/*.ts'], languageOptions: { parser } }, ...layerRules];
    return new Linter().verify(code, config, { filename: file }).length === 0;
  }

  for (const [file, code] of [
    ['src/inline/a.ts', "import { b } from '../prompt/b';"],
    ['src/inline/a.ts', "import { b } from './b';"],
    ['src/remote/a.ts', "import type { B } from '../completions/b';"],
    ['src/editor/a.ts', "import * as vscode from 'vscode';"],
    ['src/editor/a.ts', "import type { B } from '../inspector/b';"],
    ['media/a.ts', "import type { B } from '../src/inspector/protocol';"],
    ['media/a.ts', "import { html } from 'lit';"],
    ['src/extension.ts', "import { B } from './local/b';"],
    ['src/editor/activation.ts', "export const b = () => import('../extension');"],
  ] as const) {
    it(`lets ${file} say ${code}`, () => {
      assert.equal(allows(file, code), true);
    });
  }

  for (const [file, code] of [
    ['src/inline/a.ts', "import * as vscode from 'vscode';"],
    ['src/inline/a.ts', "import type { Uri } from 'vscode';"],
    ['src/prompt/a.ts', "import { b } from '../inline/b';"],
    ['src/completions/a.ts', "import { b } from '../local/b';"],
    ['src/local/a.ts', "export const b = () => import('../remote/b');"],
    ['src/remote/a.ts', "export { b } from '../local/b';"],
    ['src/editor/a.ts', "import { B } from '../remote/b';"],
    ['src/editor/a.ts', "import { activate } from '../extension';"],
    ['src/editor/activation.ts', "import { B } from '../remote/b';"],
    ['media/a.ts', "import type { B } from '../src/inspector/completionRecord';"],
    ['media/a.ts', "import type { B } from '../src/completions/b';"],
  ] as const) {
    it(`does not let ${file} say ${code}`, () => {
      assert.equal(allows(file, code), false);
    });
  }
});
