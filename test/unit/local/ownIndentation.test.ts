import assert from 'node:assert/strict';
import { Engine } from '../../../src/local/engine';
import { corpusOf, greedy, learn } from './localTesting';

/** How files may be indented; the texts below have two blanks a level. */
const UNITS = { 'two blanks': '  ', 'four blanks': '    ', tabs: '\t' };

function indented(text: string, unit: string): string {
  return text.replaceAll('  ', unit);
}

/** An engine whose workspace has files that are indented by `unit`. */
async function engineOf(files: readonly string[], unit: string): Promise<Engine> {
  const texts = files.map((text, index) => [`/file${index}`, indented(text, unit)]);
  const corpus = await corpusOf(Object.fromEntries(texts) as Record<string, string>);
  return new Engine(() => corpus.model);
}

const script = (name: string) => `function ${name}(text) {
  const lines = split(text);
  if (lines === undefined) {
    for (const each of others) {
      throw new Error('none');
    }
  }
  return lines;
}
`;
const SCRIPTS = ['first', 'second', 'third'].map((name) => script(name) + script(`${name}Other`));

const python = (name: string) => `def ${name}(text):
  lines = split(text)
  if lines is None:
    for each in others:
      raise ValueError('none')
  return lines

`;
const PYTHON = ['first', 'second', 'third'].map((name) => python(name) + python(`${name}_other`));

/** What a file has that says nothing about what comes next, but how it is indented. */
const OWN_SCRIPT =
  'class Own {\n  /**\n   * It is.\n   */\n  own = [\n    a,\n      b\n  ];\n}\n\n';
const OWN_PYTHON = 'class Own:\n  own = [a,\n         b]\n\n';

const written = (text: string, from: string): string =>
  text.slice(text.indexOf(from) + from.length);

describe('A completion in a file that is indented otherwise than the workspace', () => {
  for (const [workspace, theirs] of Object.entries(UNITS)) {
    for (const [document, unit] of Object.entries(UNITS)) {
      if (theirs === unit) continue;
      for (const [language, files, own, text, opening] of [
        ['with braces', SCRIPTS, OWN_SCRIPT, script('next'), ') {'],
        ['without braces', PYTHON, OWN_PYTHON, python('next'), '):'],
      ] as const) {
        it(`has its unit at every level: ${document}, workspace of ${workspace}, ${language}`, async () => {
          const engine = await engineOf(files, theirs);
          const prompt = own + text.slice(0, text.indexOf(opening) + opening.length);
          const completion = await greedy(engine, {
            ...{ prompt: indented(prompt, unit), max_tokens: 80 },
          });
          const expected = indented(written(text, opening), unit).trimEnd();
          assert.equal(completion.slice(0, expected.length), expected);
        });
      }
    }
  }

  it('has its unit with line ends of Windows too', async () => {
    const engine = await engineOf(SCRIPTS, '  ');
    const windows = (text: string) => indented(text, '\t').replaceAll('\n', '\r\n');
    const text = script('next').slice(0, script('next').indexOf('\n  if'));
    const completion = await greedy(engine, {
      ...{ prompt: windows(OWN_SCRIPT + text), max_tokens: 12 },
    });
    assert.match(completion, /^\r?\n\tif \(/);
  });

  it('goes on inside of a block, and back out of it, by its unit', async () => {
    const engine = await engineOf(SCRIPTS, '  ');
    const text = script('next');
    for (const line of text.split('\n').slice(0, -2).keys()) {
      const lines = text.split('\n');
      const prompt = `${OWN_SCRIPT}${lines.slice(0, line + 1).join('\n')}`;
      const next = `\n${lines[line + 1] ?? ''}`;
      const completion = await greedy(engine, {
        ...{ prompt: indented(prompt, '    '), max_tokens: 24 },
      });
      const expected = indented(next, '    ');
      assert.equal(completion.slice(0, expected.length), expected);
    }
  });

  it('has the unit that only the text after the cursor shows', async () => {
    const engine = await engineOf(SCRIPTS, '  ');
    const prompt = 'function next(text) {';
    const suffix = `\n}\n\n${indented(OWN_SCRIPT, '\t')}`;
    assert.match(await greedy(engine, { prompt, suffix, max_tokens: 8 }), /^\n\tconst lines/);
  });

  it('has the unit of the workspace where the file shows none', async () => {
    const prompt = 'function next(text) {';
    for (const unit of Object.values(UNITS)) {
      const engine = await engineOf(SCRIPTS, unit);
      const completion = await greedy(engine, { prompt, max_tokens: 80 });
      assert.ok(completion.startsWith(indented(written(script('next'), ') {'), unit).trimEnd()));
    }
  });

  it('has the unit of the open documents where there is no file', async () => {
    const corpus = await corpusOf({});
    corpus.setDocument('untitled:1', indented(SCRIPTS.join(''), '\t'));
    await learn(corpus);
    const engine = new Engine(() => corpus.model);
    const prompt = 'function next(text) {';
    assert.match(await greedy(engine, { prompt, max_tokens: 8 }), /^\n\tconst lines/);
    corpus.dispose();
  });
});
