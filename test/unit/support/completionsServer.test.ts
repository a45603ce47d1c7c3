import assert from 'node:assert/strict';
import { CompletionsServer } from '../../support/completionsServer';
import { serverTokens, tokenize } from '../../support/completionsServerTokens';
import { Gate } from '../../support/gate';
import { waitUntil } from '../../support/waitUntil';

describe('CompletionsServer', () => {
  let server: CompletionsServer;
  beforeEach(async () => {
    server = await CompletionsServer.start({ reply: 'one two three' });
  });
  afterEach(() => server.close());

  async function ask(body: object): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${server.url}/v1/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'm', prompt: 'p', ...body }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  const refusalOf = ({ text }: { text: string }) => JSON.parse(text) as Record<string, unknown>;

  it('streams events that end with [DONE]', async () => {
    const { status, text } = await ask({ stream: true });
    assert.equal(status, 200);
    const events = text.split('\n\n');
    assert.deepEqual(events.slice(-2), ['data: [DONE]', '']);
    assert.ok(events.slice(0, -1).every((event) => event.startsWith('data: ')));
    assert.match(events.at(-3) ?? '', /"finish_reason":"stop".*"usage".*"time_info"/);
  });

  it('answers at once when it is not asked to stream', async () => {
    const { text } = await ask({ max_tokens: 2 });
    const { choices } = JSON.parse(text) as { choices: unknown[] };
    assert.deepEqual(choices, [{ index: 0, text: 'one two', finish_reason: 'length' }]);
  });

  it('refuses a field it does not know, as Cerebras does', async () => {
    for (const field of ['top_k', 'suffix']) {
      const answer = await ask({ [field]: 'x' });
      assert.equal(answer.status, 400);
      const { code, param } = refusalOf(answer);
      assert.deepEqual([code, param], ['wrong_api_format', field]);
    }
  });

  it('takes log probabilities in both forms', async () => {
    const tokenOf = async (body: object) => {
      const { text } = await ask(body);
      const [, alternatives = ''] = /"top_logprobs":\[(\{.*?\}|null)/.exec(text) ?? [];
      return Object.keys((JSON.parse(alternatives) ?? {}) as object).length;
    };
    assert.equal(await tokenOf({ logprobs: true, top_logprobs: 3 }), 3);
    assert.equal(await tokenOf({ logprobs: 3 }), 3);
    assert.equal(await tokenOf({ logprobs: true }), 0);
    assert.doesNotMatch((await ask({})).text, /logprobs/);
  });

  it('counts offsets from the start of the prompt, as Cerebras does', async () => {
    const { text } = await ask({ prompt: '12345', logprobs: 0 });
    assert.match(text, /"text_offset":\[5,8,12\]/);
  });

  it('holds an answer back until it is told to go on, or the client leaves', async () => {
    const gate = new Gate();
    server.options = { reply: 'one two three', hold: { afterTokens: 1, gate } };
    const answer = ask({ stream: true });
    const leaving = new AbortController();
    const body = JSON.stringify({ model: 'm', prompt: 'p', stream: true });
    const left = await fetch(`${server.url}/v1/completions`, {
      ...{ method: 'POST', body, signal: leaving.signal },
    });
    const [held, other] = await Promise.all([server.waitForRequest(1), server.waitForRequest(2)]);
    await waitUntil('both are held', () => held.tokensSent + other.tokensSent === 2);
    leaving.abort();
    await assert.rejects(left.text());
    assert.deepEqual([held.tokensSent, other.tokensSent], [1, 1]);
    gate.open();
    const { text } = await answer;
    assert.match(text, /one.* two.* three/s);
  });

  it('tells of the request that a test waits for', async () => {
    const second = server.waitForRequest(2);
    await ask({ user: 'first' });
    await ask({ user: 'second' });
    assert.equal((await second).body['user'], 'second');
    assert.equal((await server.waitForRequest(1)).body['user'], 'first');
    assert.equal(await (await second).closedEarly, false);
  });

  it('says whether the client left early', async () => {
    server.options = { reply: 'one', timeToFirstToken: 3_600_000 };
    const abort = new AbortController();
    const asking = fetch(`${server.url}/v1/completions`, {
      method: 'POST',
      body: '{"model":"m","prompt":"p"}',
      signal: abort.signal,
    });
    const request = await server.waitForRequest(1);
    abort.abort();
    await assert.rejects(asking);
    assert.equal(await request.closedEarly, true);
  });
});

describe('The tokens of CompletionsServer', () => {
  const code =
    'export function añadir(items: string[]) {\n\n  return items.length + 12345; // 😀\r\n}\n';

  it('are the text', () => {
    for (const text of [code, '', ' ', '\n', '  x', 'internationalisation']) {
      assert.equal(tokenize(text).join(''), text);
    }
  });

  it('are the same each time, and mostly confident', () => {
    const tokens = serverTokens(code.repeat(20));
    assert.deepEqual(tokens, serverTokens(code.repeat(20)));
    const confident = tokens.filter(({ logprob }) => logprob > -0.2).length / tokens.length;
    assert.ok(confident > 0.7 && confident < 0.9, String(confident));
    assert.ok(tokens.every(({ logprob }) => logprob <= 0 && logprob >= -3));
  });
});
