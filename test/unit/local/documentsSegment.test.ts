import assert from 'node:assert/strict';
import { DocumentsIndex } from '../../../src/local/documentsIndex';
import { LexemeCounts } from '../../../src/local/lexemeCounts';
import { LexemeHashes } from '../../../src/local/lexemeHashes';
import { LexemeReader } from '../../../src/local/learning';
import type { DocumentEdit } from '../../../src/local/openDocument';
import { Vocabulary } from '../../../src/local/vocabulary';
import { finish } from './localTesting';

/** A file of code with lines that all differ. */
function code(name: string, lines: number): string {
  return Array.from({ length: lines }, (_, line) => `${name}.step${line}(value);\n`).join('');
}

/** The lines that are recognised as those that prompt and suffix were cut from. */
function located(
  texts: readonly string[],
  prompt: string,
  suffix: string,
  edits: readonly DocumentEdit[] = [],
): string | undefined {
  const vocabulary = new Vocabulary();
  const index = new DocumentsIndex(
    new LexemeReader(vocabulary),
    new LexemeCounts(),
    new LexemeHashes(vocabulary),
    () => true,
  );
  for (const [name, text] of texts.entries()) finish(index.set(String(name), text));
  index.snapshot().locate(prompt, suffix);
  const lineCount = texts[0]?.split('\n').length ?? 0;
  if (edits.length > 0) assert.ok(index.edit('0', edits, lineCount));
  const documents = index.snapshot();
  const ranges = documents.locate(prompt, suffix);
  if (ranges.length === 0) return undefined;
  const lines = ranges.map(({ start, end }) =>
    Array.from(documents.segment.lexemes.subarray(start, end), (id) => vocabulary.textOf(id)),
  );
  // Lines are written from the last to the first, and here none is indented.
  return lines.reverse().flat().join('').replaceAll('\n=', '\n');
}

describe('DocumentsSegment', () => {
  const before = code('before', 100);
  const after = code('after', 100);
  const texts = [code('other', 200), before + after, code('third', 50)];

  it('recognises the document that is being edited, and where', () => {
    const prompt = before.slice(before.indexOf('before.step50'));
    const suffix = after.slice(0, after.indexOf('after.step50'));
    // Whole lines, the line feed before each; the last line feed of the suffix begins another one.
    assert.equal(located(texts, prompt, suffix), `\n${prompt}${suffix}after.step50(value);`);
  });

  it('recognises the place of the latest edit where the document says the same twice', () => {
    const edit = { startLine: 50, startCharacter: 0, endLine: 50, endCharacter: 0, text: 'now.' };
    const cursor = before.indexOf('before.step50');
    const prompt = `${before.slice(cursor - 400, cursor)}now.`;
    const suffix = before.slice(cursor, cursor + 300);
    assert.match(located([before + before], prompt, suffix, [edit]) ?? '', /\nnow\.before\.step50/);
  });

  it('recognises a small document whole, with its end', () => {
    assert.equal(located([...texts, 'let x;\n'], 'let ', 'x;\n'), 'let x;\n');
  });

  it('recognises a small document although another one has its text too', () => {
    assert.equal(located(['let value;\nlet other;\n', 'let va'], 'let va', ''), 'let va');
    assert.equal(located(['let va;\n', 'let va'], 'let va', ''), 'let va');
  });

  it('recognises it although text was typed or removed since it was learned', () => {
    const prompt = `${before}typed.since(`;
    assert.equal(located(texts, prompt, after), before + after);
    const shorter = before.slice(0, -60);
    assert.equal(located(texts, shorter, after), before + after);
  });

  it('recognises a short prompt in the middle by its suffix', () => {
    const selection = 'before.step98(value);\nbefore.step99(value);\n';
    assert.equal(located(texts, selection, after), `\n${selection}${after}`);
  });

  it('recognises a long prompt without a suffix, and leaves a thousand characters after it', () => {
    const found = located(texts, before, '') ?? '';
    assert.ok(found.startsWith(before));
    assert.ok(Math.abs(found.length - before.length - 1000) < 64);
  });

  it('does not take a short beginning or any other text for an edit', () => {
    assert.equal(located(texts, 'before', ''), undefined);
    assert.equal(located(texts, '', ''), undefined);
    assert.equal(located(texts, code('unknown', 20), code('unknown', 20)), undefined);
    assert.equal(located([], before, after), undefined);
  });
});
