/**
 * The layer rule: who may import whom below `src/`. A folder may import itself and what it names
 * here; `src/extension.ts`, the composition root, may import everything, and is imported only by
 * `src/editor/activation.ts`, which loads it. `vscode` is for `editor` and the composition root alone,
 * and the webview sees nothing but the protocol.
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

function forbidFolders(folder, files = `src/${folder}/**/*.ts`, root = []) {
  const allowed = [
    ...layers[folder],
    'itself',
    ...root,
    ...(folder === 'editor' ? ['vscode'] : []),
  ];
  const forbidden = [...folders, 'extension'].filter(
    (other) => other !== folder && !layers[folder].includes(other) && !root.includes(other),
  );
  const path = `^\\.{1,2}/(?:.*/)?(?:${forbidden.join('|')})(?:/|$)`;
  return forbidImports(
    files,
    folder === 'editor' ? path : `^vscode$|${path}`,
    `${files} may import only ${allowed.join(', ')}.`,
  );
}

/** The rule as ESLint configurations. */
export const layerRules = [
  ...folders.map((folder) => forbidFolders(folder)),
  forbidFolders('editor', 'src/editor/activation.ts', ['extension']),
  forbidImports(
    'media/**/*.ts',
    '^vscode$|^\\.{1,2}/(?:.*/)?src/(?!inspector/protocol$)',
    'media may import only src/inspector/protocol.',
  ),
];
