import assert from 'node:assert/strict';
import { readReply, type ReplySituation } from '../../../src/prompt/replyReading';

const TAGS = { open: '<COMPLETION>', close: '</COMPLETION>' };

/** The completion in a reply to `prefix`; undefined while it cannot be told. */
function completion(
  prefix: string,
  reply: string,
  { finished = true, ...about }: Partial<ReplySituation> & { finished?: boolean } = {},
): string | undefined {
  const situation = { prefix, language: 'typescript', stop: [], ...about };
  const part = readReply(reply, finished, situation);
  return part && reply.slice(part.start, part.end);
}

const answer = { answerTags: TAGS, stop: [TAGS.close, '<|eot_id|>'] };

describe('A reply', () => {
  it('is the completion, in most cases', () => {
    assert.equal(completion('const a = ', '1;'), '1;');
    assert.equal(completion('const a = ', '1', { finished: false }), '1');
  });

  it('loses what it repeats of the cursor line', () => {
    assert.equal(completion('x();\n  const a = ', 'const a = 1;'), '1;');
    assert.equal(completion('x();\n  const a = ', '  const a = 1;'), '1;');
  });

  it('loses what it repeats of the lines before', () => {
    assert.equal(
      completion('first line\nsecond line\n', 'first line\nsecond line\nthird'),
      'third',
    );
  });

  it('cannot be told while it may still repeat', () => {
    const telling = (reply: string) => completion('const a = ', reply, { finished: false });
    assert.equal(telling(''), undefined);
    assert.equal(telling('const'), undefined);
    assert.equal(telling('const b'), 'const b');
    assert.equal(completion('const a = ', 'const'), 'const');
  });

  it('keeps what is alike by chance', () => {
    assert.equal(completion('}\n', '}\n'), '}\n');
    assert.equal(completion('a', 'a = 1'), 'a = 1');
    assert.equal(completion('return ', 'value'), 'value');
  });

  it('loses the fence around it and what is said after it', () => {
    assert.equal(completion('const a = ', '```ts\n1;\n```\nThis is one.'), '1;');
    assert.equal(completion('const a = ', '```ts\nconst a = 1;\n```'), '1;');
    assert.equal(completion('const a = ', '```t', { finished: false }), undefined);
  });

  it('keeps a fence in Markdown', () => {
    assert.equal(
      completion('Code:\n\n', '```ts\n1;\n```', { language: 'markdown' }),
      '```ts\n1;\n```',
    );
  });

  it('loses the tags around it', () => {
    assert.equal(completion('a = ', '<COMPLETION>1;</COMPLETION>\nDone.', answer), '1;');
    assert.equal(completion('a = ', '<COMPLETION>\n1;</COMPLETION>', answer), '1;');
    assert.equal(completion('a = ', '1;</COMPLETION>', answer), '1;');
    assert.equal(completion('a = ', '<COMP', { ...answer, finished: false }), undefined);
  });

  it('holds back what may be the beginning of its end', () => {
    assert.equal(completion('a = ', '1;</COM', { ...answer, finished: false }), '1;');
    assert.equal(completion('a = ', '1 <', { finished: false }), '1 ');
    assert.equal(completion('a = ', '1 < 2', { finished: false }), '1 < 2');
  });

  it('ends at a mark that the model wrote', () => {
    const part = readReply('1;<|eot_id|>more', false, {
      prefix: 'a = ',
      language: 'typescript',
      stop: [],
    });
    assert.deepEqual(part, { start: 0, end: 2, closed: true });
  });
});
