import assert from 'node:assert/strict';
import { phrase, written } from '../../../src/completions/phrase';
import { stopSequences } from '../../../src/completions/requestForms';
import { seededRandom } from '../../../src/local/random';
import { withoutCredentials } from '../../../src/prompt/credentials';
import { FORMAT_NAMES } from '../../../src/prompt/formats/promptFormat';
import { buildPrompt } from '../../../src/prompt/promptBuilder';
import type { PromptTarget } from '../../../src/prompt/promptTarget';
import { FEWEST_TOKENS } from '../../../src/prompt/promptSize';
import type { PromptContext } from '../../../src/prompt/promptSubject';
import { markersIn } from '../../../src/prompt/specialMarkers';
import { weightOf } from '../../../src/prompt/tokenRate';
import { NO_CONTEXT, PLAIN_TARGET, promptFor, subjectOf } from '../../support/promptTesting';

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, line) => `const line${from + line} = ${from + line};`).join(
    '\n',
  );

const similar = (text: string): PromptContext => ({
  sections: [],
  similar: () => [{ kind: 'similar', label: 'src/other.ts', text, reason: phrase`because` }],
});

describe('The prompt', () => {
  it('begins with the path, and ends at the cursor', () => {
    const { text, request } = promptFor('const a = |;\n');
    assert.equal(text, '// src/file.ts\nconst a = ');
    assert.equal(request.suffix, undefined);
  });

  it('has what comes from elsewhere first, with its path', () => {
    const { text } = promptFor('const a = |', {}, similar('const other = 1;'));
    assert.equal(text, '// src/other.ts\nconst other = 1;\n// src/file.ts\nconst a = ');
  });

  it('is the sum of its parts, each with its tokens and its reason', () => {
    for (const model of ['some-model', 'qwen2.5-coder', 'codestral', 'llama-3.3-70b']) {
      const prompt = promptFor('const a = |;\nlast', { model }, similar('const other = 1;'));
      assert.equal(prompt.parts.map(({ text }) => text).join(''), prompt.text);
      for (const { tokens, reason } of prompt.parts) {
        assert.ok(tokens > 0);
        assert.notEqual(written(reason), '');
      }
      const found = prompt.parts.find(({ kind }) => kind === 'similar');
      assert.deepEqual(found?.reason, phrase`because`);
    }
  });

  it('has imports and what encloses the cursor where the text shown begins below them', () => {
    const above = `import { far } from './far';\nclass Outer {\n  method() {\n`;
    const body = lines(400).replaceAll(/^/gm, '    ');
    const { parts, text } = promptFor(`${above}${body}\n    far.|`, { maxTokens: 500 });
    const enclosing = parts.find(({ kind }) => kind === 'enclosing');
    assert.equal(enclosing?.text, 'class Outer {\n  method() {\n');
    assert.match(text, /^\/\/ src\/file\.ts\nimport \{ far \} from '.\/far';\nclass Outer/);
    assert.ok(text.endsWith('\n    far.'));
  });

  it('has the declarations that the editor knows to enclose the text, also with braces of their own', () => {
    const above = 'int measure(\n  int from,\n  int to)\n{\n  int before;\n';
    const text = `${above}${lines(400).replaceAll(/^/gm, '  ')}\n  from.|`;
    const declarations = [
      { name: 'measure', line: 0, end: 406 },
      { name: 'gone', line: 1, end: 406 },
      { name: 'before', line: 4, end: 4 },
    ];
    const enclosing = (about: object) =>
      buildPrompt(subjectOf(text, about), NO_CONTEXT, {
        ...PLAIN_TARGET,
        maxTokens: 500,
      }).parts.find(({ kind }) => kind === 'enclosing')?.text;
    assert.equal(enclosing({ declarations }), 'int measure(\n  int from,\n  int to)\n');
    assert.equal(enclosing({}), undefined);
  });

  it('tells whether the model may put something before its answer: not where the prompt begins it', () => {
    const told = promptFor('a = |', {
      model: 'llama3',
      capabilities: { suffix: false, rawPrompt: false },
    });
    assert.equal(told.framed, true);
    for (const model of ['llama3', 'qwen2.5-coder', 'some-model']) {
      assert.equal(promptFor('a = |', { model }).framed, false);
    }
  });

  it('shows no text twice when all of the file fits', () => {
    const { text } = promptFor("import { near } from './near';\nnear.|");
    assert.equal(text, "// src/file.ts\nimport { near } from './near';\nnear.");
  });

  it('begins at the same line while some lines are typed', () => {
    const starts = new Set<string>();
    for (let typed = 0; typed < 14; typed++) {
      const { parts } = promptFor(`${lines(400)}\n${lines(typed, 1_000)}\n|`);
      const prefix = parts.find(({ kind }) => kind === 'prefix');
      starts.add(prefix?.text.slice(0, 20) ?? '');
    }
    assert.ok(starts.size <= 2, [...starts].join());
  });

  it('blanks credentials, also when the cursor stands inside of one', () => {
    const key = `AKIAABCDEFGH12345678`;
    const { text } = promptFor(`const id = '${key.slice(0, 10)}|${key.slice(10)}';`, {
      model: 'qwen2.5-coder',
    });
    assert.ok(text.includes("const id = 'AKIAxxxxxx<|fim_suffix|>xxxxxxxxxx';"), text);
  });

  it('is the document as it is for an engine on this machine', () => {
    const { text, request } = promptFor('</s> \uD800|;', { verbatim: true }, similar('other'));
    assert.equal(text, '</s> \uD800');
    assert.equal(request.suffix, ';');
  });
});

/** What the formats put around texts, and where they stop: every one of their markers. */
const FORMAT_TEXTS = FORMAT_NAMES.flatMap((format) => {
  const { request } = promptFor('|', { format });
  return [...markersIn(String(request.prompt)), ...stopSequences(request)];
});

/** Anything that can stand in a document: code, markers, credentials, broken Unicode. */
function randomText(random: () => number, length: number): string {
  const pieces = [
    ...['a', ' ', '  ', '\n', '\n\n', 'name', '(', '<', '[', '|', '>', ']', '`', '```\n', '\t'],
    ...['<|fim_prefix|>', '<fim_suffix>', '[SUFFIX]', '<PRE>', '</s>', '<｜fim▁hole｜>', '<HOLE/>'],
    ...['<|im_end|>', '</COMPLETION>', '{{prefix}}', '{{suffix}}', '<[fim-middle]>', '<|eot_id|>'],
    ...['😀', '\uD800', '\uDC00', 'ﬁ', '漢字', '\u2060', '\u0000', '\r', 'e\u0301', '\u2028'],
    ...["password = 'aB3$xyz12345'", 'x'.repeat(200)],
    ...['<|fim_', 'middle|>', '<fim_', 'prefix>', '[SUF', 'FIX]'],
    FORMAT_TEXTS[Math.floor(random() * FORMAT_TEXTS.length)] ?? '',
    FORMAT_TEXTS[Math.floor(random() * FORMAT_TEXTS.length)] ?? '',
  ];
  let text = '';
  while (text.length < length) text += pieces[Math.floor(random() * pieces.length)] ?? '';
  return text;
}

describe('The prompt of any document', () => {
  for (const format of FORMAT_NAMES) {
    it(`keeps to its budget, meets the cursor and lets no marker through: ${format}`, () => {
      const random = seededRandom(7, FORMAT_NAMES.indexOf(format));
      for (let round = 0; round < 60; round++) {
        const prefix = randomText(random, Math.floor(random() ** 2 * 12_000));
        const suffix = randomText(random, Math.floor(random() ** 2 * 8_000));
        const target: PromptTarget = {
          ...PLAIN_TARGET,
          format,
          template: 'A {{context}} B {{prefix}} C {{suffix}} D',
          maxTokens: FEWEST_TOKENS + Math.floor(random() * 2_000),
          charactersPerToken: 2.5 + 2 * random(),
        };
        const texts = [randomText(random, 500), randomText(random, 3_000)];
        const [first = '', second = ''] = texts;
        const context: PromptContext = {
          sections: [
            { kind: 'definition', label: randomText(random, 20), text: first, reason: phrase`r` },
          ],
          similar: () => [{ kind: 'similar', label: 'b', text: second, reason: phrase`r` }],
        };
        const window = { prefix, suffix };
        const subject = subjectOf('|', { window, line: prefix.split('\n').length - 1 });
        checkPrompt(subject, context, target);
      }
    });
  }
});

function checkPrompt(
  subject: ReturnType<typeof subjectOf>,
  context: PromptContext,
  target: PromptTarget,
): void {
  const prompt = buildPrompt(subject, context, target);
  const { prompt: sent, suffix: field = '' } = prompt.request;
  const text = String(sent) + field;
  const most = target.maxTokens * target.charactersPerToken;
  assert.ok(weightOf(text) <= most, `${weightOf(text)} of ${most}`);
  assert.ok(text.isWellFormed());

  const empty = buildPrompt(subjectOf('|', { path: 'p', language: 'l' }), NO_CONTEXT, target);
  const own = markersIn(String(empty.request.prompt)).length;
  const labels = prompt.parts.filter(({ kind }) => kind === 'similar' || kind === 'definition');
  const inLabels = target.format === 'qwen-coder' ? labels.length : 0;
  // The two fields travel apart from each other.
  const markers = [...markersIn(String(sent)), ...markersIn(field)];
  assert.equal(markers.length, own + inLabels, 'markers');

  const { prefix, suffix } = subject.window;
  const all = withoutCredentials((prefix + suffix).toWellFormed());
  const parts = (kind: string) => prompt.parts.filter((part) => part.kind === kind);
  const before = parts('prefix').map((part) => part.text);
  const after = parts('suffix').map((part) => part.text);
  const plain = (shown: string) => prompt.restore(shown);
  const cursor = prefix.length;
  const shownBefore = plain(before.join(''));
  const shownAfter = plain(after.join(''));
  const wellFormed = (each: string) => plain(each.toWellFormed());
  assert.ok(
    plain(all.slice(0, cursor)).endsWith(shownBefore) || wellFormed(prefix).endsWith(shownBefore),
    'the prefix meets the cursor',
  );
  assert.ok(
    plain(all.slice(cursor)).startsWith(shownAfter) || wellFormed(suffix).startsWith(shownAfter),
    'the suffix meets the cursor',
  );
}
