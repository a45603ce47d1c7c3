/**
 * The layer rule: who may import whom below `src/`. A folder may import itself and what it names
 * here; `src/inkling.ts`, the composition root, may import everything. `vscode` is for `editor`,
 * the composition root and `src/extension.ts` alone, and the webview sees nothing but the protocol.
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

/** Forbids imports, static and dynamic, whose path matches `regex`. */
function forbidImports(files, regex, message) {
  return {
    files: [files],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex, message }] }],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\/')}/]`, message },
      ],
    },
  };
}

function forbidFolders(folder) {
  const allowed = [...layers[folder], 'itself', ...(folder === 'editor' ? ['vscode'] : [])];
  const forbidden = folders.filter((other) => other !== folder && !layers[folder].includes(other));
  const path = `^\\.{1,2}/(?:.*/)?(?:${[...forbidden, 'extension'].join('|')})(?:/|$)`;
  return forbidImports(
    `src/${folder}/**/*.ts`,
    folder === 'editor' ? path : `^vscode$|${path}`,
    `src/${folder} may import only ${allowed.join(', ')}.`,
  );
}

/** The rule as ESLint configurations. */
export const layerRules = [
  ...folders.map(forbidFolders),
  forbidImports(
    'media/**/*.ts',
    '^vscode$|^\\.{1,2}/(?:.*/)?src/(?!inspector/protocol$)',
    'media may import only src/inspector/protocol.',
  ),
];
