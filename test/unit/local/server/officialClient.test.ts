import assert from 'node:assert/strict';
import Cerebras, {
  AuthenticationError,
  BadRequestError,
  NotFoundError,
} from '@cerebras/cerebras_cloud_sdk';
import { MODEL, useServedEngine } from './servedEngine';

describe('The official client against the server of the embedded engine', () => {
  const start = useServedEngine();
  const clientFor = async (apiKey = 'right key') => {
    const { url } = await start({ apiKey: 'right key' });
    return new Cerebras({ apiKey, baseURL: url, maxRetries: 0 });
  };
  const order = { model: MODEL, prompt: '  return to', temperature: 0, max_tokens: 2 };

  it('gets a whole completion', async () => {
    const client = await clientFor();
    const completion = await client.completions.create(order);
    assert.ok('usage' in completion && Array.isArray(completion.choices));
    assert.equal(completion.choices[0]?.text, 'tal;');
    assert.equal(completion.usage?.total_tokens, 6);
  });

  it('gets a stream', async () => {
    const client = await clientFor();
    let text = '';
    let finished: unknown;
    for await (const chunk of await client.completions.create({ ...order, stream: true })) {
      assert.ok(chunk.choices);
      text += chunk.choices[0]?.text ?? '';
      finished = chunk.choices[0]?.finish_reason ?? finished;
    }
    assert.equal(text, 'tal;');
    assert.equal(finished, 'length');
  });

  it('gets errors of the right class, with code and parameter', async () => {
    const client = await clientFor();
    await assert.rejects(
      client.completions.create({ ...order, temperature: 7 }),
      (error) => error instanceof BadRequestError && error.message.includes('temperature'),
    );
    await assert.rejects(client.completions.create({ ...order, model: 'gpt' }), NotFoundError);
    const stranger = await clientFor('another key');
    await assert.rejects(stranger.completions.create(order), AuthenticationError);
    await assert.rejects(
      client.completions.create({ ...order, prompt: [999_999_999], stream: true }),
      BadRequestError,
    );
  });

  it('gets the models, all and one', async () => {
    const client = await clientFor();
    const list = await client.models.list();
    assert.ok('data' in list);
    assert.deepEqual(
      list.data.map(({ id }) => id),
      [MODEL],
    );
    assert.equal((await client.models.retrieve(MODEL)).id, MODEL);
    await assert.rejects(client.models.retrieve('gpt'), NotFoundError);
  });

  it('stops a stream', async () => {
    const { url, engine } = await start();
    const client = new Cerebras({ apiKey: 'any', baseURL: url });
    const endless = { ...order, max_tokens: 30_000, min_tokens: -1, stream: true } as const;
    for await (const chunk of await client.completions.create(endless)) {
      assert.ok(chunk);
      break;
    }
    while (engine.busy) await new Promise((resolve) => setImmediate(resolve));
  });
});
