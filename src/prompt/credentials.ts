/**
 * Text that looks like a credential. In each pattern the group `secret` is what has to go; what
 * stands around it may stay. The forms are those that the issuers document.
 */
const CREDENTIALS: readonly RegExp[] = [
  // Keys of well-known issuers, by their prefixes.
  /(?:AKIA|ASIA|ABIA|ACCA)(?<secret>[0-9A-Z]{16})(?![0-9A-Za-z])/dg,
  /gh[oprsu]_(?<secret>[0-9A-Za-z]{36,255})/dg,
  /github_pat_(?<secret>\w{40,255})/dg,
  /glpat-(?<secret>[\w-]{20,64})/dg,
  /xox[abeoprs]-(?<secret>[0-9A-Za-z-]{10,255})/dg,
  /hooks\.slack\.com\/services\/(?<secret>[\w/]{20,100})/dg,
  /AIza(?<secret>[\w-]{35})/dg,
  /(?<![0-9A-Za-z])(?:sk|rk|pk)_(?:live|test)_(?<secret>[0-9A-Za-z]{16,255})/dg,
  /(?<![0-9A-Za-z])(?:sk|csk|gsk|pplx|r8)[-_](?<secret>[\w-]*[0-9][\w-]{19,255})/dg,
  /(?<![0-9A-Za-z])npm_(?<secret>[0-9A-Za-z]{36})/dg,
  /(?<![0-9A-Za-z])hf_(?<secret>[0-9A-Za-z]{30,64})/dg,
  /(?<![0-9A-Za-z])pypi-(?<secret>[\w-]{50,255})/dg,
  /SG\.(?<secret>[\w-]{20,24}\.[\w-]{39,50})/dg,
  /AGE-SECRET-KEY-1(?<secret>[0-9A-Z]{58})/dg,
  // JSON web tokens.
  /eyJ(?<secret>[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]{8,4000})/dg,
  // HTTP's own: the value after the scheme.
  /\b(?:Bearer|Basic) +(?<secret>(?=[^\s"'`]{0,200}[0-9])[\w.~+/=-]{20,4000})/dg,
  // Passwords in addresses, unless they are filled in from elsewhere.
  /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"'`$<{]{0,200}:(?<secret>[^\s@/"'`$<{%]{3,200})@/dg,
  // Passwords and keys in connection strings.
  /\b(?:Password|Pwd|AccountKey|SharedAccessKey)=(?<secret>[^\s;"'`$<{]{6,500})(?=[;"'`])/dgi,
];

/** A block of key material, also where the text begins or ends inside of it. */
const KEY_BLOCK =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?<secret>[\s\S]*?)(?:-----END|$)/dg;
const END_OF_KEY_BLOCK =
  /(?<secret>(?:^|\n)(?:[A-Za-z0-9+/=]{16,}\n)+)-----END [A-Z0-9 ]{0,40}PRIVATE KEY/dg;

/** A value in quotes that is given to something named like a secret. */
const NAMED_SECRET =
  /(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|auth|credential)\w{0,40}["'`\]]{0,2}[ \t]{0,8}(?::|=|=>|:=)[ \t]{0,8}(?<quote>["'`])(?<secret>[^"'`\s]{8,500})(?:\k<quote>|$)/dgim;
/** The same without quotes, as in shell scripts and configuration files. */
const BARE_NAMED_SECRET =
  /^[ \t]*(?:export |set |- )?[\w.-]{0,60}(?:passw(?:or)?d|secret|token|api[_-]?key|access[_-]?key)\w{0,40}[ \t]{0,8}[:=][ \t]{0,8}(?<secret>[\w+/=.~!@#%^&*-]{20,500})[ \t]*$/dgim;

/** Bits for each character above which a text is no word of any language. */
const LEAST_ENTROPY = 3;
const LEAST_ENTROPY_BARE = 3.5;

/** What stands in the place of each letter and digit of a credential. */
const BLANK = 'x';

/**
 * `text` with every letter and digit of what looks like a credential replaced. The length stays the
 * same, so that the text before the cursor still meets the cursor.
 */
export function withoutCredentials(text: string): string {
  const ranges: [start: number, end: number][] = [];
  const find = (pattern: RegExp, isSecret: (secret: string) => boolean = () => true) => {
    for (const { indices, groups } of text.matchAll(pattern)) {
      const range = indices?.groups?.['secret'];
      if (range && isSecret(groups?.['secret'] ?? '')) ranges.push(range);
    }
  };
  for (const pattern of CREDENTIALS) find(pattern);
  if (text.includes('PRIVATE KEY')) {
    find(KEY_BLOCK);
    find(END_OF_KEY_BLOCK);
  }
  find(NAMED_SECRET, (secret) => isRandom(secret, LEAST_ENTROPY));
  find(BARE_NAMED_SECRET, (secret) => isRandom(secret, LEAST_ENTROPY_BARE));
  return ranges.length === 0 ? text : blanked(text, ranges);
}

function blanked(text: string, ranges: readonly (readonly [number, number])[]): string {
  let result = text;
  for (const [start, end] of ranges) {
    const blank = result
      .slice(start, end)
      .replace(/[\p{L}\p{N}]/gu, (character) => BLANK.repeat(character.length));
    result = result.slice(0, start) + blank + result.slice(end);
  }
  return result;
}

/** Whether `secret` has letters and digits mixed as chance would, not as words do. */
function isRandom(secret: string, leastEntropy: number): boolean {
  if (/[${}<>()]/.test(secret)) return false;
  const digits = secret.match(/\d/g)?.length ?? 0;
  const symbol = /[^\p{L}\p{N}_.\-/]/u.test(secret);
  if (!(/\p{L}/u.test(secret) && digits >= 2) && !(symbol && digits >= 1)) return false;
  return entropy(secret) >= leastEntropy;
}

/** Shannon's entropy of the characters, in bits for each. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
