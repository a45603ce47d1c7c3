import assert from 'node:assert/strict';
import { RecentEdits } from '../../../../src/prompt/context/recentEdits';

const lineAt = (line: number) => (line < 100 ? `line ${line}` : undefined);
const all = () => true;

describe('Recent edits', () => {
  it('are shown with the lines around them, the last first', () => {
    const edits = new RecentEdits();
    edits.edited('a', 'a.ts', 10, lineAt);
    edits.edited('b', 'b.ts', 99, lineAt);
    const sections = edits.sections('c', 0, all);
    assert.deepEqual(
      sections.map(({ text }) => text),
      ['line 97\nline 98\nline 99', 'line 8\nline 9\nline 10\nline 11\nline 12'],
    );
  });

  it('are one where they are made in one place', () => {
    const edits = new RecentEdits();
    for (const line of [10, 11, 12]) edits.edited('a', 'a.ts', line, lineAt);
    assert.equal(edits.sections('c', 0, all).length, 1);
  });

  it('do not show what is near the cursor, nor what may not be sent', () => {
    const edits = new RecentEdits();
    edits.edited('a', 'a.ts', 10, lineAt);
    assert.deepEqual(edits.sections('a', 12, all), []);
    assert.equal(edits.sections('a', 90, all).length, 1);
    assert.deepEqual(
      edits.sections('b', 0, () => false),
      [],
    );
  });

  it('are forgotten with their document, and when there are many', () => {
    const edits = new RecentEdits();
    for (let each = 0; each < 20; each++) edits.edited(`${each}`, 'x.ts', 10, lineAt);
    assert.equal(edits.sections('c', 0, all).length, 6);
    edits.forget('19');
    assert.equal(edits.sections('c', 0, all).length, 5);
  });
});
