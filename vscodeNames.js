'use strict';
// The API of VS Code in a bundle: the names that the source uses, taken from it once.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** What there is at runtime; interfaces and types are not. */
const VALUE = /^\texport (?:abstract )?(?:class|const|enum|function|let|namespace) (\w+)/gm;

/** The values of the API that the files below `folder` name. */
function usedNames(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const types = readFileSync(require.resolve('@types/vscode/index.d.ts'), 'utf8');
  const values = new Set(Array.from(types.matchAll(VALUE), ([, name]) => name));
  const named = texts.flatMap((text) => Array.from(text.matchAll(/\bvscode\.(\w+)/g)));
  return [...new Set(named.map(([, name]) => name))].filter((name) => values.has(name)).sort();
}

/**
 * An esbuild plugin for `import * as vscode from 'vscode'`. As a module of CommonJS, the API would be
 * copied, some 400 getters, for every file that imports it: most of what starting cost.
 */
function vscodeNames() {
  return {
    name: 'vscode-names',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
        namespace === 'vscode-names'
          ? { path: 'vscode', external: true }
          : { path: 'vscode', namespace: 'vscode-names', sideEffects: false },
      );
      onLoad({ filter: /.*/, namespace: 'vscode-names' }, () => ({
        contents: [
          `import api from 'vscode';`,
          ...usedNames(join(__dirname, 'src')).map((name) => `export const ${name} = api.${name};`),
        ].join('\n'),
      }));
    },
  };
}

module.exports = { vscodeNames };
