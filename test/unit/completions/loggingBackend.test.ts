import assert from 'node:assert/strict';
import { CompletionError } from '../../../src/completions/completionError';
import { LoggingBackend } from '../../../src/completions/loggingBackend';
import { ScriptedBackend } from '../../support/scriptedBackend';

const { signal } = new AbortController();

describe('What the log has of a request', () => {
  const lines = { trace: [] as string[], debug: [] as string[], warn: [] as string[] };

  beforeEach(() => {
    for (const level of Object.values(lines)) level.length = 0;
  });

  async function ask(inner: ScriptedBackend, backend = logging(inner)): Promise<void> {
    const request = { model: 'm', prompt: 'my code', stop: ['my stop'], max_tokens: 7 };
    for await (const chunk of backend.complete(request, signal)) assert.ok(chunk);
  }

  function logging(inner: ScriptedBackend): LoggingBackend {
    const log = {
      trace: (text: () => string) => lines.trace.push(text()),
      debug: (text: string) => lines.debug.push(text),
      warn: (text: string) => lines.warn.push(text),
    };
    return new LoggingBackend(inner, log, 'Ghost text', () => 5);
  }

  it('is figures at debug: no text of the person, none of the model', async () => {
    await ask(new ScriptedBackend(['my ', 'answer']));
    assert.deepEqual(lines.debug, [
      'Ghost text: asks m: 7 characters, {"max_tokens":7}, with stop',
      'Ghost text: complete after 0 ms, first after 0 ms',
    ]);
    assert.deepEqual(lines.warn, []);
  });

  it('is everything at trace', async () => {
    await ask(new ScriptedBackend(['my ', 'answer']));
    assert.match(lines.trace.join('\n'), /my code[^]*my answer/);
  });

  it('is a warning where it failed, once as long as nothing changes', async () => {
    const inner = new ScriptedBackend(['text']);
    const backend = logging(inner);
    const details = { kind: 'server', status: 500, requestId: 'r1' } as const;
    inner.failure = new CompletionError({ ...details, message: 'Down.', remedy: 'Wait.' });
    await assert.rejects(ask(inner, backend));
    await assert.rejects(ask(inner, backend));
    assert.deepEqual(lines.warn, ['Ghost text: Down. Wait. (server, 500, request r1)']);
    inner.failure = undefined;
    await ask(inner, backend);
    inner.failure = new CompletionError({ ...details, message: 'Down.', remedy: 'Wait.' });
    await assert.rejects(ask(inner, backend));
    assert.equal(lines.warn.length, 2);
  });

  it('tells of a reader that left before the end', async () => {
    for await (const chunk of logging(new ScriptedBackend(['a', 'b'])).complete(
      { model: 'm', prompt: 'p' },
      signal,
    )) {
      assert.ok(chunk);
      break;
    }
    assert.match(lines.debug.at(-1) ?? '', /^Ghost text: left off after 0 ms/);
  });
});
