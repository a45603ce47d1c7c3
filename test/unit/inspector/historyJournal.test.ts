import assert from 'node:assert/strict';
import type { CompletionHistory } from '../../../src/inspector/completionHistory';
import { HistoryJournal, type JournalFile } from '../../../src/inspector/historyJournal';
import { completed, testClock, testHistory } from './inspectorTesting';

class FileInMemory implements JournalFile {
  text = '';
  failure: Error | undefined;

  read(): Promise<string> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(this.text);
  }

  size(): Promise<number> {
    return Promise.resolve(this.text.length);
  }

  append(text: string): Promise<void> {
    this.appendAtOnce(text);
    return Promise.resolve();
  }

  appendAtOnce(text: string): void {
    this.text += text;
  }

  replace(text: string): Promise<void> {
    this.text = text;
    return Promise.resolve();
  }
}

describe('The journal of the history', () => {
  const failures: unknown[] = [];
  const journals: HistoryJournal[] = [];

  function journalOf(history: CompletionHistory, file: JournalFile, longest?: number) {
    const journal = new HistoryJournal(history, file, (error) => failures.push(error), longest);
    journals.push(journal);
    return journal;
  }

  afterEach(() => {
    for (const journal of journals.splice(0)) journal.dispose();
    assert.deepEqual(failures.splice(0), []);
  });

  it('brings back the completions of an earlier session, as they were', async () => {
    const file = new FileInMemory();
    const earlier = testHistory();
    const journal = journalOf(earlier, file);
    const place = { uri: 'file:///a.ts', file: 'a.ts', line: 3, character: 7 };
    const record = completed(earlier, ['a', ['b', 0.25]], { prompt: 'the prompt' }, { place });
    earlier.pin(record.id, true);
    await journal.flush();

    const history = testHistory();
    await journalOf(history, file).load();
    const [restored] = history.all;
    assert.equal(restored?.text(), 'ab');
    assert.equal(restored.pinned, true);
    assert.deepEqual(restored.place, place);
    assert.deepEqual(restored.content?.request, record.content?.request);
    assert.deepEqual(restored.choices, record.choices);
    assert.equal(restored.timeToFirstToken, record.timeToFirstToken);
  });

  it('puts them before those of this session, whose numbers go on from theirs', async () => {
    const file = new FileInMemory();
    const earlier = testHistory();
    const journal = journalOf(earlier, file);
    completed(earlier, ['old']);
    await journal.flush();

    const history = testHistory(undefined, testClock(3));
    const own = completed(history, ['new']);
    await journalOf(history, file).load();
    assert.deepEqual(
      history.all.map((each) => each.text()),
      ['old', 'new'],
    );
    assert.equal(history.latest, own);
    assert.ok((history.all[0]?.id ?? 0) < own.id);
  });

  it('passes over a line that cannot be read', async () => {
    const file = new FileInMemory();
    const earlier = testHistory();
    const journal = journalOf(earlier, file);
    completed(earlier, ['a']);
    await journal.flush();
    file.text = `{"id":1,"state":"no such"}\n${file.text}{"id":2,"brok`;
    const history = testHistory();
    await journalOf(history, file).load();
    assert.deepEqual(
      history.all.map((each) => each.text()),
      ['a'],
    );
  });

  it('keeps no line of what was cleared', async () => {
    const file = new FileInMemory();
    const history = testHistory();
    const journal = journalOf(history, file);
    history.pin(completed(history, ['kept']).id, true);
    completed(history, ['secret']);
    await journal.flush();
    assert.match(file.text, /secret/);
    history.clear();
    await journal.flush();
    assert.doesNotMatch(file.text, /secret/);
    assert.match(file.text, /kept/);
  });

  it('deletes what was kept when the history is off', async () => {
    const file = new FileInMemory();
    file.text = '{}\n';
    const history = testHistory();
    history.recording = false;
    await journalOf(history, file).flush();
    assert.equal(file.text, '');
  });

  it('is written anew when it has grown too long, without what has gone', async () => {
    const file = new FileInMemory();
    const history = testHistory({ completions: 2, weight: Infinity });
    const journal = journalOf(history, file, 3_000);
    await journal.load();
    for (let number = 0; number < 20; number++) {
      completed(history, [`number ${number}`]);
      await journal.flush();
    }
    assert.ok(file.text.length <= 3_000, `${file.text.length} characters`);
    assert.match(file.text, /number 19/);
    assert.match(file.text, /number 18/);
  });

  it('lets the older half go when it has grown too long and was not read', async () => {
    const file = new FileInMemory();
    const history = testHistory();
    const journal = journalOf(history, file, 3_000);
    for (let number = 0; number < 20; number++) {
      completed(history, [`number ${number}`]);
      await journal.flush();
    }
    assert.ok(file.text.length <= 3_000, `${file.text.length} characters`);
    assert.match(file.text, /number 19/);
    for (const line of file.text.trim().split('\n')) JSON.parse(line);
  });

  it('writes what is left at once when the session ends', () => {
    const file = new FileInMemory();
    const history = testHistory();
    const journal = journalOf(history, file);
    completed(history, ['last']);
    journal.dispose();
    assert.match(file.text, /last/);
  });

  it('reports a file that cannot be read, and goes on', async () => {
    const file = new FileInMemory();
    file.failure = new Error('The disk is gone.');
    const history = testHistory();
    await journalOf(history, file).load();
    assert.deepEqual(failures.splice(0), [file.failure]);
    completed(history, ['a']);
    assert.equal(history.all.length, 1);
  });
});
