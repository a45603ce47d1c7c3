import assert from 'node:assert/strict';
import { plainPrompt } from '../../../src/prompt/plainPrompt';

describe('The plain prompt', () => {
  it('is the text before the cursor, with the text after it as the suffix', () => {
    assert.deepEqual(plainPrompt({ prefix: 'a = ', suffix: ';\n' }), {
      prompt: 'a = ',
      suffix: ';\n',
    });
  });

  it('keeps what is next to the cursor, cut at line borders', () => {
    const lines = Array.from({ length: 2_000 }, (_, line) => `line ${line}`).join('\n');
    const { prompt, suffix } = plainPrompt({ prefix: lines, suffix: lines });
    assert.ok(typeof prompt === 'string' && suffix !== undefined);
    assert.ok(prompt.length <= 8_000 && prompt.length > 7_000);
    assert.match(prompt, /^line \d+\n/);
    assert.match(prompt, /\nline 1999$/);
    assert.ok(suffix.length <= 2_000 && suffix.length > 1_900);
    assert.match(suffix, /^line 0\n/);
    assert.ok(lines.startsWith(`${suffix}\n`));
  });

  it('never cuts a character in two', () => {
    const { prompt, suffix } = plainPrompt({
      prefix: '😀'.repeat(9_000),
      suffix: `x${'😀'.repeat(9_000)}`,
    });
    assert.ok(typeof prompt === 'string' && suffix !== undefined);
    assert.ok(prompt.isWellFormed() && suffix.isWellFormed());
  });
});
