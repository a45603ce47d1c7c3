import assert from 'node:assert/strict';
import { DocumentsSegment } from '../../../src/local/documentsSegment';
import { learn } from '../../../src/local/learning';
import { Segment } from '../../../src/local/segment';
import { Vocabulary } from '../../../src/local/vocabulary';
import { finish } from './localTesting';

/** A file of code with lines that all differ. */
function code(name: string, lines: number): string {
  return Array.from({ length: lines }, (_, line) => `${name}.step${line}(value);\n`).join('');
}

/** The text that is recognised as the one that prompt and suffix were cut from. */
function located(texts: readonly string[], prompt: string, suffix: string): string | undefined {
  const vocabulary = new Vocabulary();
  const documents = new Map(
    texts.map((text, index) => [String(index), finish(learn(vocabulary, text))]),
  );
  const lexemes = new Map([...documents].map(([name, document]) => [name, document.lexemes]));
  const segment = finish(Segment.build(lexemes, vocabulary.size));
  const range = new DocumentsSegment(segment, documents).locate(prompt, suffix);
  if (!range) return undefined;
  return Array.from(segment.lexemes.subarray(range.start, range.end), (lexeme) =>
    vocabulary.textOf(lexeme),
  ).join('');
}

describe('DocumentsSegment', () => {
  const before = code('before', 100);
  const after = code('after', 100);
  const texts = [code('other', 200), before + after, code('third', 50)];

  it('recognises the document that is being edited, and where', () => {
    const prompt = before.slice(before.indexOf('before.step50'));
    const suffix = after.slice(0, after.indexOf('after.step50'));
    assert.equal(located(texts, prompt, suffix), prompt + suffix);
  });

  it('recognises a small document whole, with its end', () => {
    assert.equal(located([...texts, 'let x;\n'], 'let ', 'x;\n'), 'let x;\n');
  });

  it('recognises it although text was typed or removed since it was learned', () => {
    const prompt = `${before}typed.since(`;
    assert.equal(located(texts, prompt, after), before + after);
    const shorter = before.slice(0, -60);
    assert.equal(located(texts, shorter, after), before + after);
  });

  it('recognises a short prompt in the middle by its suffix', () => {
    const selection = 'before.step98(value);\nbefore.step99(value);\n';
    assert.equal(located(texts, selection, after), selection + after);
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
