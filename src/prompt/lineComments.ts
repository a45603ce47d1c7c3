/** How a comment begins, and ends where it must, in the languages where it is not `//`. */
const COMMENTS: readonly (readonly [start: string, end: string, languages: string])[] = [
  [
    '#',
    '',
    'python ruby shellscript perl r julia yaml dockerfile makefile cmake toml elixir coffeescript powershell nim tcl graphql ini properties ignore dotenv crystal gdscript',
  ],
  ['--', '', 'lua sql haskell elm ada vhdl purescript applescript'],
  ['%', '', 'latex tex erlang prolog matlab bibtex'],
  [';', '', 'clojure lisp scheme racket asm-intel-x86-generic commonlisp'],
  ['!', '', 'fortran FortranFreeForm'],
  ["'", '', 'vb vba'],
  ['"', '', 'vim viml'],
  ['<!--', ' -->', 'html xml xsl markdown vue svelte astro'],
  ['/*', ' */', 'css'],
  ['(*', ' *)', 'ocaml fsharp coq'],
];

const BY_LANGUAGE = new Map(
  COMMENTS.flatMap(([start, end, languages]) =>
    languages.split(' ').map((language) => [language, [start, end]] as const),
  ),
);

/** `text`, one line, as a comment of the language, by the editor's name for it. */
export function lineComment(text: string, language: string): string {
  const [start, end] = BY_LANGUAGE.get(language) ?? ['//', ''];
  return `${start} ${text}${end}`;
}
