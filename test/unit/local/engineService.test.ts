import assert from 'node:assert/strict';
import { EngineService } from '../../../src/local/engineService';
import type { FromWorker, JobMessage } from '../../../src/local/protocol';

const noSecrets = () => false;

describe('EngineService', () => {
  const request = { model: 'any', prompt: 'a b\na b\na ', min_tokens: -1, max_tokens: 30_000 };

  it('stops generating when it is told to', async () => {
    const messages: JobMessage[] = [];
    const ended = new Promise<void>((resolve) => {
      const service = new EngineService((message) => {
        if (message.type === 'textWanted') return;
        messages.push(message);
        if (messages.length === 3) service.receive({ type: 'abort', job: 7 });
        if (message.type !== 'chunk') resolve();
      }, noSecrets);
      service.receive({ type: 'complete', job: 7, request, asked: Date.now() });
    });
    await ended;
    assert.deepEqual(
      messages.map(({ type, job }) => `${type} ${job}`),
      ['chunk 7', 'chunk 7', 'chunk 7', 'done 7'],
    );
  });

  it('sends the details of an error', async () => {
    const message = await new Promise<FromWorker>((resolve) => {
      const service = new EngineService(resolve, noSecrets);
      const wrong = { ...request, max_tokens: 0 };
      service.receive({ type: 'complete', job: 8, request: wrong, asked: Date.now() });
    });
    assert.equal(message.type, 'failed');
    assert.equal(message.error.kind, 'invalidRequest');
    assert.equal(message.error instanceof Error, false);
  });
});
