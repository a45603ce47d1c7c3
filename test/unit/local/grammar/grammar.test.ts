import assert from 'node:assert/strict';
import { type GrammarRoot, JSON_GRAMMAR } from '../../../../src/local/grammar/jsonGrammar';

/** Whether `text` is a whole text of the rule. */
function isText(root: GrammarRoot, text: string): boolean {
  const expected =
    text === '' ? JSON_GRAMMAR.begin(root) : JSON_GRAMMAR.begin(root).afterText(text);
  return expected === 'complete' || expected?.mayEnd === true;
}

const CALL = '{"name":"f","arguments":{"a":[1]}}';

const EXAMPLES: Record<GrammarRoot, { right: string[]; wrong: string[] }> = {
  root: { right: ['', 'free text', ' [', `[${CALL}]`], wrong: ['[', '[1]', '[]'] },
  fcall: { right: [`[${CALL}]`, `[ ${CALL} ,\n${CALL} ]`], wrong: ['', 'text', '[]', CALL] },
  nofcall: { right: ['', 'text [', '{}', ' \n'], wrong: ['[', `[${CALL}]`] },
  insidevalue: { right: ['1', '"a"', '{}', 'null'], wrong: ['', ' 1', '1 ', 'nul'] },
  value: {
    right: [' 1 ', 'true', '\n[1, {"a" : -0.5e+3}]\t', '"\\u00e4\\n"', '0', '[[],{}]'],
    wrong: [
      '',
      '01',
      '[1,]',
      '{a:1}',
      "'a'",
      '"\n"',
      '+1',
      '1.',
      '.5',
      'nan',
      '"\\x"',
      '1 2',
      '[1',
    ],
  },
  object: { right: ['{}', '{ "a": 1 , "b":[ ] }'], wrong: ['{"a"}', '{,}', '[]', '{"a":1,}'] },
  array: { right: ['[]', '[ 1 , "a",null]'], wrong: ['[,]', '{}', '[1 2]', '[] '] },
  string: {
    right: ['""', '"😀\\"\\\\/"', '"\\uD83d"'],
    wrong: ['"', '"a', '"\t"', '"\\u12"', '"a"b'],
  },
  number: {
    right: ['0', '-1', '12.50', '3e8', '1E-2'],
    wrong: ['', '-', '00', '1e', '0x1', '1.e2'],
  },
  funcarray: { right: [`[${CALL},${CALL}]`], wrong: ['[]', `[${CALL},]`, CALL] },
  func: {
    right: [CALL, '{ "name" : "" , "arguments" : { } }'],
    wrong: ['{}', '{"name":"f"}', '{"arguments":{},"name":"f"}', '{"name":1,"arguments":{}}'],
  },
  ws: { right: ['', ' ', '\t\r\n '], wrong: ['a', '\u00a0', '\n\n'] },
};

describe('The grammar of grammar_root', () => {
  for (const root of Object.keys(EXAMPLES) as GrammarRoot[]) {
    it(`knows what is a text of ${root}`, () => {
      for (const text of EXAMPLES[root].right) assert.ok(isText(root, text), JSON.stringify(text));
      for (const text of EXAMPLES[root].wrong) assert.ok(!isText(root, text), JSON.stringify(text));
    });

    it(`knows how to end a text of ${root} wherever it stands`, () => {
      for (const text of EXAMPLES[root].right) {
        for (let length = 0; length <= text.length; length++) {
          const expected =
            length === 0
              ? JSON_GRAMMAR.begin(root)
              : JSON_GRAMMAR.begin(root).afterText(text.slice(0, length));
          if (expected === 'complete') continue;
          assert.ok(expected, text.slice(0, length));
          assert.ok(isText(root, text.slice(0, length) + expected.closing));
          assert.equal(expected.mayEnd, expected.closing === '');
        }
      }
    });
  }

  it('allows the same values as JSON.parse, but for empty lines', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      'a',
      '\\',
      'n',
      'u00e4',
      '0',
      '1',
      '-',
      '.',
      'e',
      'true',
      'null',
      ' ',
      '\n',
    ];
    let state = 7;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let valid = 0;
    for (let round = 0; round < 40_000; round++) {
      const text = Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]).join(
        '',
      );
      let parses = true;
      try {
        JSON.parse(text);
        valid++;
      } catch {
        parses = false;
      }
      if (/\n\s*\n/.test(text)) parses = false;
      assert.equal(isText('value', text), parses, JSON.stringify(text));
    }
    assert.ok(valid > 500);
  });
});
