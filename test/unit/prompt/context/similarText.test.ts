import assert from 'node:assert/strict';
import { written } from '../../../../src/completions/phrase';
import { SimilarText } from '../../../../src/prompt/context/similarText';
import { picture } from '../../../support/picture';

const all = () => true;

function knowing(documents: Readonly<Record<string, string>>, now: () => number = () => 0) {
  const similarText = new SimilarText(now);
  for (const [path, text] of Object.entries(documents)) {
    similarText.setDocument(path, path, 1, () => text.split('\n'));
  }
  return similarText;
}

const filler = (word: string) =>
  Array.from({ length: 40 }, (_, line) => `${word}${line}.${word}Other(${word}Value);`).join('\n');

describe('Similar text', () => {
  const documents = {
    'account.ts': `${filler('alpha')}\nexport function openAccount(owner, currency) {\n  return ledger.createAccount(owner, currency);\n}\n${filler('beta')}`,
    'weather.ts': filler('weather'),
  };
  const window = picture('function openSavingsAccount(owner) {\n  return ledger.|\n}');

  it('is what stands where names around the cursor stand too', () => {
    const similarText = knowing(documents);
    similarText.prepare(Infinity);
    const [section] = similarText.around('now.ts', window, 600, all);
    assert.equal(section?.label, 'account.ts');
    assert.match(section.text, /createAccount\(owner, currency\)/);
    assert.match(written(section.reason), /^Lines \d+–\d+/);
  });

  it('keeps to its budget', () => {
    const similarText = knowing(documents);
    similarText.prepare(Infinity);
    for (const budget of [0, 100, 500, 2_000]) {
      const sections = similarText.around('now.ts', window, budget, all);
      assert.ok(sections.reduce((sum, { text }) => sum + text.length, 0) <= budget);
    }
  });

  it('leaves out documents whose text may not be sent', () => {
    const similarText = knowing(documents);
    similarText.prepare(Infinity);
    const sections = similarText.around('now.ts', window, 2_000, (id) => id !== 'account.ts');
    assert.ok(!sections.some(({ label }) => label === 'account.ts'));
  });

  it('shows far parts of the same document, but not what is in the window already', () => {
    const text = `${documents['account.ts']}\n${window.prefix}${window.suffix}`;
    const similarText = knowing({ 'now.ts': text });
    similarText.prepare(Infinity);
    const shown = similarText
      .around('now.ts', window, 600, all)
      .map((each) => each.text)
      .join();
    assert.match(shown, /createAccount/);
    assert.doesNotMatch(shown, /return ledger\.$/m);
  });

  it('stays with its choice, word for word, while it is good enough', () => {
    const similarText = knowing(documents);
    similarText.prepare(Infinity);
    const before = similarText.around('now.ts', window, 600, all);
    const typed = picture('function openSavingsAccount(owner) {\n  return ledger.cr|\n}');
    assert.deepEqual(similarText.around('now.ts', typed, 600, all), before);
  });

  it('takes a document of the same path in another folder for another one', () => {
    const shared = ['const ledger = open();', 'const owner = who();', 'const currency = euro();'];
    const calls = ['create', 'close', 'rename', 'merge', 'freeze'];
    const other = [...shared, ...calls.map((call) => `ledger.${call}Account(owner, currency);`)];
    const similarText = new SimilarText(() => 0);
    similarText.setDocument('two/same.ts', 'same.ts', 1, () => other);
    similarText.setDocument('one/same.ts', 'same.ts', 1, () => [...shared, 'ledger.']);
    similarText.prepare(Infinity);
    const here = picture([...shared, 'ledger.|'].join('\n'));
    const [section] = similarText.around('one/same.ts', here, 600, all);
    assert.match(section?.text ?? '', /createAccount/);
  });

  it('stays with it in another budget, as long as it fits and is good enough there', () => {
    const similarText = knowing(documents);
    similarText.prepare(Infinity);
    const before = similarText.around('now.ts', window, 600, all);
    const size = before.reduce((sum, { text }) => sum + text.length, 0);
    assert.deepEqual(similarText.around('now.ts', window, 560, all), before);
    assert.notDeepEqual(similarText.around('now.ts', window, size, all), before);
  });

  it('stays with it also when a document was edited elsewhere', () => {
    const similarText = knowing(documents);
    similarText.prepare(Infinity);
    const before = similarText.around('now.ts', window, 600, all);
    const edited = `${documents['account.ts']}\nconst added = 1;`.split('\n');
    similarText.setDocument('account.ts', 'account.ts', 2, () => edited);
    similarText.prepare(Infinity);
    assert.deepEqual(similarText.around('now.ts', window, 600, all), before);
  });

  it('forgets a document that is gone, and reads one anew that has changed', () => {
    const similarText = knowing(documents);
    similarText.prepare(Infinity);
    similarText.around('now.ts', window, 600, all);
    similarText.setDocument('account.ts', 'account.ts', 2, () => ['ledger.renamedAccount(owner);']);
    similarText.prepare(Infinity);
    const [section] = similarText.around('now.ts', window, 600, all);
    assert.equal(section?.text, 'ledger.renamedAccount(owner);');
    similarText.removeDocument('account.ts');
    assert.deepEqual(similarText.around('now.ts', window, 600, all), []);
  });

  it('answers from what it has read by its deadline, and goes on the next time', () => {
    let time = 0;
    const long = Array.from({ length: 5_000 }, (_, line) => `ledger.method${line}(owner);`);
    const similarText = knowing({ 'long.ts': long.join('\n') }, () => time++);
    assert.equal(similarText.prepare(3), false);
    const [section] = similarText.around('now.ts', window, 600, all);
    assert.match(section?.text ?? '', /ledger\.method/);
    assert.equal(similarText.prepare(1_000), true);
  });
});
