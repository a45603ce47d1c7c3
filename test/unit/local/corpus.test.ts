import assert from 'node:assert/strict';
import type { Corpus } from '../../../src/local/corpus';
import { Engine } from '../../../src/local/engine';
import { whyUnlearnable } from '../../../src/local/learning';
import { corpusOf, greedy, learn, neverAborted } from './localTesting';

const FILE = 'first();\nalpha.beta();\nlast();\n';

/** What the corpus puts after `prompt`, up to the end of the line. */
function after(corpus: Corpus, prompt: string, suffix = ''): Promise<string> {
  return greedy(new Engine(() => corpus.model), { prompt, suffix, stop: '\n', max_tokens: 12 });
}

describe('Corpus', () => {
  it('learns from files, and tells how many lexemes', async () => {
    const corpus = await corpusOf({});
    assert.deepEqual(await learn(corpus, { '/a': 'x = 1;\n', '/b': '' }), { files: 2, lexemes: 7 });
    assert.equal(await after(corpus, 'x'), ' = 1;');
  });

  it('adds to what it learned before, and replaces files of the same path', async () => {
    const corpus = await corpusOf({ '/a': 'alpha.one();\n', '/b': 'beta.one();\n' });
    await learn(corpus, { '/b': 'beta.two();\n' });
    assert.equal(await after(corpus, 'alpha.'), 'one();');
    assert.equal(await after(corpus, 'beta.'), 'two();');
  });

  it('learns files with any line ends', async () => {
    const corpus = await corpusOf({ '/a': '\uFEFFbegin\r\n\tmiddle\r\n\tend\r\n' });
    assert.equal(
      await greedy(new Engine(() => corpus.model), { prompt: 'begin' }),
      '\n\tmiddle\n\tend\n',
    );
  });

  it('keeps answering from the old model while it learns', async () => {
    const corpus = await corpusOf({ '/a': 'alpha.one();\n' });
    const learning = learn(corpus, { '/a': 'alpha.two();\n'.repeat(10_000) });
    assert.equal(await after(corpus, 'alpha.'), 'one();');
    await learning;
    assert.equal(await after(corpus, 'alpha.'), 'two();');
  });

  it('learns open documents soon after they change', async () => {
    const corpus = await corpusOf({});
    const before = corpus.model;
    corpus.setDocument('untitled:1', 'gamma.delta();\n');
    while (corpus.model === before) await new Promise(setImmediate);
    assert.equal(await after(corpus, 'gamma.'), 'delta();');
  });

  it('puts a document in the place of the file of its name', async () => {
    const corpus = await corpusOf({ '/a': 'alpha.old();\n'.repeat(3), '/b': 'other();\n' });
    corpus.setDocument('/a', 'x;\nalpha.new1();\n');
    await learn(corpus);
    assert.equal(await after(corpus, 'y;\nalpha.'), 'new1();');
    await learn(corpus, { '/a': 'alpha.old();\n'.repeat(3) });
    assert.equal(await after(corpus, 'y;\nalpha.'), 'new1();');
    corpus.dispose();
  });

  it('puts the file in its place again when the document is closed', async () => {
    const corpus = await corpusOf({ '/a': 'alpha.old();\n' });
    corpus.setDocument('/a', 'x;\nalpha.edited();\n');
    await learn(corpus);
    corpus.closeDocument('/a');
    await learn(corpus);
    assert.equal(await after(corpus, 'y;\nalpha.'), 'old();');
  });

  it('forgets a deleted file, until it comes again', async () => {
    const files = { '/a': 'alpha.one();\n', '/b': 'beta();\n' };
    const corpus = await corpusOf(files);
    await corpus.changeFiles({ gone: ['/a'] }, neverAborted);
    assert.doesNotMatch(await after(corpus, 'alpha.'), /one|two/);
    await learn(corpus, { '/b': 'beta(2);\n' });
    assert.doesNotMatch(await after(corpus, 'alpha.'), /one|two/);
    await learn(corpus, files);
    assert.equal(await after(corpus, 'alpha.'), 'one();');
  });

  it('follows edits at once', async () => {
    const corpus = await corpusOf({});
    corpus.setDocument('/a', 'first();\nalpha.one();\n');
    await learn(corpus);
    const at = { startLine: 1, startCharacter: 6, endLine: 1, endCharacter: 9 };
    assert.equal(corpus.editDocument('/a', [{ ...at, text: 'twenty' }], 3), true);
    assert.equal(await after(corpus, 'y;\nalpha.'), 'twenty();');
    corpus.dispose();
  });

  it('asks for the text when an edit does not fit what it knows', async () => {
    const corpus = await corpusOf({});
    corpus.setDocument('/a', 'one\ntwo\n');
    await learn(corpus);
    const at = (startLine: number) => {
      return { startLine, startCharacter: 0, endLine: startLine, endCharacter: 0, text: 'x' };
    };
    assert.equal(corpus.editDocument('/unknown', [at(0)], 1), false);
    assert.equal(corpus.editDocument('/a', [at(3)], 3), false);
    assert.equal(corpus.editDocument('/a', [at(0)], 4), false);
    assert.equal(corpus.editDocument('/a', [at(0)], 3), true);
    corpus.dispose();
  });

  describe('with the document that is being edited', () => {
    /** The file above in many variations, and one of them open. */
    async function opened(text: string): Promise<Corpus> {
      const corpus = await corpusOf({ '/a': FILE, '/other': 'alpha.gamma();\n' });
      corpus.setDocument('/a', text);
      await learn(corpus);
      corpus.dispose();
      return corpus;
    }

    it('does not predict from it what it has at the cursor', async () => {
      const corpus = await opened(FILE);
      assert.equal(await after(corpus, 'first();\nalpha.', 'beta();\nlast();\n'), 'gamma();');
    });

    it('does not take a half-typed word in it for a whole one', async () => {
      const corpus = await opened('first();\nalpha.ga\nlast();\n');
      assert.equal(await after(corpus, 'first();\nalpha.ga', '\nlast();\n'), 'mma();');
    });

    it('recognises it although it was learned some keystrokes ago', async () => {
      const corpus = await opened('first();\nalpha\nlast();\n');
      assert.equal(await after(corpus, 'first();\nalpha.ga', '\nlast();\n'), 'mma();');
    });

    it('still predicts from the rest of it', async () => {
      const filler = Array.from({ length: 200 }, (_, line) => `line${line}();\n`).join('');
      const corpus = await opened(`${filler}omega.psi();\n${filler}start();\nfinish();\n${filler}`);
      const prompt = `${filler.slice(-1500)}start();\nomega.`;
      assert.equal(await after(corpus, prompt, `\nfinish();\n${filler}`), 'psi();');
    });

    it('predicts from another document although it begins in the same way', async () => {
      const corpus = await opened('import x;\nimport y;\nimport z;\nimport w;\nz.call();\n');
      assert.equal(await after(corpus, 'import x;\nz.ca', `\n${'other();\n'.repeat(9)}`), 'll();');
    });
  });
});

describe('A text is not worth learning from', () => {
  it('unless it is source text', () => {
    assert.equal(whyUnlearnable(FILE), undefined);
    assert.equal(whyUnlearnable(''), undefined);
    assert.equal(whyUnlearnable(`${'x'.repeat(600)}\n${'short line\n'.repeat(100)}`), undefined);
    assert.equal(whyUnlearnable('const header = "@generated";\n'), undefined);
    assert.equal(
      whyUnlearnable('/** An object with keys generated by a function. */\n'),
      undefined,
    );
  });

  it('when it is binary, minified, generated or very long', () => {
    assert.equal(whyUnlearnable('PNG\0\0'), 'binary');
    assert.equal(whyUnlearnable(`// licence\n${'a=b;'.repeat(500)}`), 'generated');
    assert.equal(whyUnlearnable('# @generated by a tool\nx = 1\n'), 'generated');
    assert.equal(whyUnlearnable('// Code generated by x. DO NOT EDIT.\nx\n'), 'generated');
    assert.equal(whyUnlearnable('short line\n'.repeat(100_000)), 'tooLarge');
  });
});
