import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * The layer rule: who may import whom below `src/`. A folder may import itself and what it names
 * here; `src/extension.ts`, the composition root, may import everything. `vscode` is for `editor`
 * and the composition root alone.
 */
const layers = {
  completions: [],
  remote: ['completions'],
  local: ['completions'],
  prompt: ['completions'],
  inline: ['prompt', 'completions'],
  inspector: ['completions'],
  editor: ['inline', 'inspector', 'prompt', 'completions'],
};

const folders = Object.keys(layers);

/** Forbids imports, static and dynamic, whose path has a segment in `forbidden`. */
function forbidImports(files, forbidden, message) {
  const regex = `^(?:vscode|\\.{1,2}/(?:[^']*/)?(?:${forbidden.join('|')})(?:/.*)?)$`;
  const withoutVscode = regex.replace('vscode|', '');
  const editorMayImportVscode = files.some((file) => file.startsWith('src/editor/'));
  const pattern = editorMayImportVscode ? withoutVscode : regex;
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: pattern, message }] }],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression[source.value=/${pattern.replaceAll('/', '\\/')}/]`, message },
      ],
    },
  };
}

const layerRules = folders.map((folder) =>
  forbidImports(
    [`src/${folder}/**/*.ts`],
    [
      ...folders.filter((other) => other !== folder && !layers[folder].includes(other)),
      'extension',
    ],
    `src/${folder} may import only: ${[...layers[folder], 'itself'].join(', ')}${
      folder === 'editor' ? ', vscode' : ' (and never vscode)'
    }.`,
  ),
);

export default tseslint.config(
  { ignores: ['dist', 'out', 'node_modules', '.vscode-test'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './media/tsconfig.json'] },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
    },
  },
  ...layerRules,
  forbidImports(
    ['media/**/*.ts'],
    [...folders.filter((folder) => folder !== 'inspector'), 'inspector/(?!protocol)'],
    'media may import only src/inspector/protocol.',
  ),
  {
    files: ['test/**/*.ts'],
    rules: {
      // mocha's and chai-less assertions read better without these.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'writable',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  prettier,
);
