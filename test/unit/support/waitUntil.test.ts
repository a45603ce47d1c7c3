import assert from 'node:assert/strict';
import { waitUntil } from '../../support/waitUntil';

describe('waitUntil', () => {
  it('asks until there is an answer, through exceptions too', async () => {
    const answers = [undefined, false, new Error('not yet'), 'there'];
    const answer = await waitUntil('it is there', () => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next as string | false | undefined;
    });
    assert.equal(answer, 'there');
  });

  it('takes 0 and the empty string for answers', async () => {
    assert.equal(await waitUntil('a number', () => 0), 0);
    assert.equal(await waitUntil('a text', () => ''), '');
  });

  it('names what it waited for and what went wrong last', async () => {
    const wait = waitUntil('the sky falls', () => Promise.reject(new Error('not today')), 1);
    await assert.rejects(wait, (error: Error) => {
      assert.match(error.message, /the sky falls/);
      assert.match(String(error.cause), /not today/);
      return true;
    });
  });
});
