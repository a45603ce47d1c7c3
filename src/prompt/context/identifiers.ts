const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const SUBWORD_BORDER = /_|\$|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** Words of the languages themselves: they say nothing about what a piece of code is about. */
const KEYWORDS = new Set(
  (
    'abstract and any as assert async await bool boolean break byte case catch char class const ' +
    'constructor continue debugger def default defer del delete do double elif else elsif end ensure ' +
    'enum except explicit export extends extern false final finally float fn for foreach from func ' +
    'function global go goto if impl implements import in include inline instanceof int interface is ' +
    'lambda let local long loop match mod module mut namespace new nil none nonlocal not null number ' +
    'object of operator or override package pass private protected pub public raise readonly register ' +
    'require return self short signed sizeof static string struct super switch synchronized template ' +
    'then this throw throws trait transient true try type typedef typeof undefined union unsigned ' +
    'unless until use using val var virtual void volatile when where while with yield ' +
    'define ifdef ifndef endif None True False Self'
  ).split(' '),
);

/** The identifiers of `text`, keywords and numbers not among them, in order and with repetitions. */
export function identifiersIn(text: string): string[] {
  return (text.match(WORD) ?? []).filter(isTelling);
}

/** The words that an identifier is made of, in lower case: `getUserName` has get, user, name. */
export function subwordsOf(identifier: string): string[] {
  return identifier
    .split(SUBWORD_BORDER)
    .filter((subword) => subword.length > 1)
    .map((subword) => subword.toLowerCase());
}

function isTelling(word: string): boolean {
  return word.length > 2 && !KEYWORDS.has(word);
}
