import type { GRAMMAR_ROOTS } from '../../completions/parameterLimits';
import { type CharacterSet, Grammar, type GrammarSymbol, type Rules } from './grammar';

export type GrammarRoot = (typeof GRAMMAR_ROOTS)[number];

/** The rules that only help to write the others. */
type Part =
  | ('members' | 'moreMembers' | 'member' | 'elements' | 'moreElements' | 'element')
  | ('characters' | 'escape' | 'integer' | 'digits' | 'digit' | 'fraction' | 'exponent' | 'sign')
  | ('moreFuncs' | 'anything' | 'lineEnd' | 'indentation');

type Rule = GrammarRoot | Part;

function oneOf(characters: string): CharacterSet {
  return { has: (character) => characters.includes(character), example: characters.charAt(0) };
}

function matching(pattern: RegExp, example: string): CharacterSet {
  return { has: (character) => pattern.test(character), example };
}

/** The characters of a text, one by one. */
function literal(text: string): GrammarSymbol<Rule>[] {
  return Array.from(text, oneOf);
}

const hexDigit = matching(/^[0-9a-fA-F]$/, '0');
/** What a string has as it is: no quote, no backslash, no control character. */
const plainCharacter: CharacterSet = {
  has: (character) => character >= ' ' && character !== '"' && character !== '\\',
  example: 'a',
};
const nonZero = oneOf('123456789');
const blank = oneOf(' \t');

const rules: Rules<Rule> = {
  root: [['fcall'], ['nofcall']],
  fcall: [['funcarray']],
  nofcall: [[], [matching(/^[^[]$/, 'a'), 'anything']],
  anything: [[], [matching(/^[^]$/, 'a'), 'anything']],
  funcarray: [[...literal('['), 'ws', 'func', 'ws', 'moreFuncs', ...literal(']')]],
  moreFuncs: [[], [...literal(','), 'ws', 'func', 'ws', 'moreFuncs']],
  func: [
    [
      ...[...literal('{'), 'ws', ...literal('"name"'), 'ws', ...literal(':'), 'ws', 'string', 'ws'],
      ...[...literal(','), 'ws', ...literal('"arguments"'), 'ws', ...literal(':'), 'ws', 'object'],
      ...['ws', ...literal('}')],
    ] as const,
  ],
  value: [['ws', 'insidevalue', 'ws']],
  insidevalue: [
    ...([['object'], ['array'], ['string'], ['number']] as const),
    ...['true', 'false', 'null'].map(literal),
  ],
  object: [[...literal('{'), 'ws', 'members', ...literal('}')]],
  members: [[], ['member', 'moreMembers']],
  moreMembers: [[], [...literal(','), 'ws', 'member', 'moreMembers']],
  member: [['string', 'ws', ...literal(':'), 'ws', 'insidevalue', 'ws']],
  array: [[...literal('['), 'ws', 'elements', ...literal(']')]],
  elements: [[], ['element', 'moreElements']],
  moreElements: [[], [...literal(','), 'ws', 'element', 'moreElements']],
  element: [['insidevalue', 'ws']],
  string: [[...literal('"'), 'characters', ...literal('"')]],
  characters: [[], [plainCharacter, 'characters'], [...literal('\\'), 'escape', 'characters']],
  escape: [[oneOf('n"\\/bfrt')], [...literal('u'), hexDigit, hexDigit, hexDigit, hexDigit]],
  number: [
    [...literal('-'), 'integer', 'fraction', 'exponent'],
    ['integer', 'fraction', 'exponent'],
  ],
  integer: [[oneOf('0')], [nonZero, 'digits']],
  digits: [[], ['digit', 'digits']],
  digit: [[oneOf('0123456789')]],
  fraction: [[], [...literal('.'), 'digit', 'digits']],
  exponent: [[], [oneOf('eE'), 'sign', 'digit', 'digits']],
  sign: [[], [oneOf('+-')]],
  ws: [[], [blank, 'ws'], ['lineEnd', 'indentation']],
  lineEnd: [literal('\n'), literal('\r\n')],
  indentation: [[], [blank, 'indentation']],
};

/**
 * The grammar of `grammar_root`. The API names its roots and no more; this is what they mean here:
 *
 * ```
 * root        ::= fcall | nofcall
 * fcall       ::= funcarray
 * nofcall     ::= ( [^[] any* )?                   free text: only calls begin with a bracket
 * funcarray   ::= "[" ws func ws ( "," ws func ws )* "]"
 * func        ::= "{" ws '"name"' ws ":" ws string ws "," ws '"arguments"' ws ":" ws object ws "}"
 * value       ::= ws insidevalue ws                a JSON text (RFC 8259)
 * insidevalue ::= object | array | string | number | "true" | "false" | "null"
 * object      ::= "{" ws ( member ( "," ws member )* )? "}"
 * member      ::= string ws ":" ws insidevalue ws
 * array       ::= "[" ws ( element ( "," ws element )* )? "]"
 * element     ::= insidevalue ws
 * string      ::= '"' ( [^"\\\x00-\x1f] | "\\" ( ["\\/bfnrt] | "u" hex hex hex hex ) )* '"'
 * number      ::= "-"? ( "0" | [1-9] [0-9]* ) ( "." [0-9]+ )? ( [eE] [+-]? [0-9]+ )?
 * ws          ::= [ \t]* ( "\r"? "\n" [ \t]* )?
 * ```
 *
 * A JSON text may have any number of line feeds in a row; here it is one, because a model of code
 * that does not know what to write would write line feeds until its tokens are used up.
 */
export const JSON_GRAMMAR = new Grammar(rules);

/** Texts that the grammar asks for as a whole, which the model may never have seen. */
export const GRAMMAR_WORDS: readonly string[] = ['true', 'false', 'null', 'name', 'arguments'];
