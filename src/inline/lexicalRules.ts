/** What of a language's lexical grammar is needed to tell code from strings and comments. */
export interface LexicalRules {
  /** What begins a comment that ends with the line. */
  readonly lineComments: readonly string[];
  /** Strings that end with their line at the latest, by their quote. */
  readonly quotes: readonly string[];
  /** Strings and comments that may span lines: how they begin and how they end. */
  readonly spans: readonly (readonly [begin: string, end: string])[];
}

const C_COMMENTS = { lineComments: ['//'], spans: [['/*', '*/']] } as const;
const C: LexicalRules = { ...C_COMMENTS, quotes: ['"', "'"] };
const SCRIPT: LexicalRules = { ...C, spans: [...C.spans, ['`', '`']] };
/** A single quote also begins a lifetime or a label there. */
const RUST: LexicalRules = { ...C_COMMENTS, quotes: ['"'] };
const HASH: LexicalRules = { lineComments: ['#'], quotes: ['"', "'"], spans: [] };
const PYTHON: LexicalRules = {
  ...HASH,
  spans: [
    ['"""', '"""'],
    ["'''", "'''"],
  ],
};
const DASHES: LexicalRules = { lineComments: ['--'], quotes: ['"', "'"], spans: [['/*', '*/']] };
const LUA: LexicalRules = {
  ...DASHES,
  spans: [
    ['--[[', ']]'],
    ['[[', ']]'],
  ],
};
const LISP: LexicalRules = { lineComments: [';'], quotes: ['"'], spans: [] };
const MARKUP: LexicalRules = { lineComments: [], quotes: [], spans: [['<!--', '-->']] };
const PROSE: LexicalRules = { lineComments: [], quotes: [], spans: [] };

/** By the editor's language identifiers. */
const BY_LANGUAGE: Readonly<Record<string, LexicalRules>> = {
  ...each(SCRIPT, 'javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'go', 'svelte'),
  ...each(C, 'c', 'cpp', 'csharp', 'java', 'kotlin', 'scala', 'swift', 'dart', 'php', 'groovy'),
  ...each(C, 'objective-c', 'objective-cpp', 'css', 'scss', 'less', 'jsonc', 'json'),
  ...each(RUST, 'rust', 'zig'),
  ...each(HASH, 'shellscript', 'ruby', 'perl', 'yaml', 'toml', 'makefile', 'dockerfile', 'r'),
  ...each(HASH, 'powershell', 'elixir', 'coffeescript', 'julia'),
  ...each(PYTHON, 'python'),
  ...each(DASHES, 'sql', 'haskell', 'elm', 'ada', 'vhdl'),
  ...each(LUA, 'lua'),
  ...each(LISP, 'clojure', 'lisp', 'scheme', 'racket'),
  ...each(MARKUP, 'html', 'xml', 'vue', 'handlebars'),
  ...each(PROSE, 'plaintext', 'markdown', 'latex', 'restructuredtext', 'git-commit'),
};

/** For languages that are not known: what most have in common. An apostrophe may be one. */
const UNKNOWN: LexicalRules = RUST;

/** The rules of the language that the editor calls `languageId`. */
export function lexicalRules(languageId: string): LexicalRules {
  return BY_LANGUAGE[languageId] ?? UNKNOWN;
}

function each(rules: LexicalRules, ...languageIds: string[]): Record<string, LexicalRules> {
  return Object.fromEntries(languageIds.map((languageId) => [languageId, rules]));
}
