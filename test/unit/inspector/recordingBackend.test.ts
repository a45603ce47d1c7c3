import assert from 'node:assert/strict';
import { ENOUGH } from '../../../src/completions/enough';
import { CompletionError } from '../../../src/completions/completionError';
import { CompletionHistory } from '../../../src/inspector/completionHistory';
import { RecordingBackend } from '../../../src/inspector/recordingBackend';
import { ScriptedBackend, type ScriptedToken } from '../../support/scriptedBackend';

function recording(...tokens: ScriptedToken[]) {
  let time = 0;
  const history = new CompletionHistory({ now: () => (time += 10), time: () => 1_000 });
  const inner = new ScriptedBackend(tokens);
  const backend = new RecordingBackend(inner, history, 'Test');
  const complete = (signal = new AbortController().signal) =>
    backend.complete({ prompt: 'p', model: 'm' }, signal);
  return { history, inner, backend, complete };
}

async function drain(stream: AsyncIterable<unknown>, most = Infinity): Promise<number> {
  let count = 0;
  for await (const chunk of stream) if (chunk && ++count >= most) break;
  return count;
}

describe('The recording backend', () => {
  it('passes everything on and keeps it with its probabilities', async () => {
    const { history, complete } = recording('a', ['b', 0.25]);
    assert.equal(await drain(complete()), 2);
    const completion = history.latest;
    assert.equal(completion?.text(), 'ab');
    assert.equal(completion.state, 'complete');
    assert.equal(completion.origin, 'Test');
    const columns = completion.choices[0]?.columns;
    assert.equal(columns?.logProbabilities[1], Math.log(0.25));
    assert.deepEqual(columns.alternatives[1], { b: Math.log(0.25) });
  });

  it('measures the time to the first token and the whole time', async () => {
    const { history, complete } = recording('a', 'b');
    await drain(complete());
    assert.equal(history.latest?.timeToFirstToken, 10);
    assert.equal(history.latest.totalTime, 20);
  });

  it('knows a stream that was cut from one that ended', async () => {
    const { history, complete } = recording('a', 'b');
    await drain(complete(), 1);
    assert.equal(history.latest?.state, 'cut');
    assert.equal(history.latest.text(), 'a');
  });

  it('keeps what came before an abort', async () => {
    const { history, complete } = recording('a', 'b');
    const controller = new AbortController();
    for await (const chunk of complete(controller.signal)) if (chunk.choices[0]) controller.abort();
    assert.equal(history.latest?.state, 'cancelled');
    assert.equal(history.latest.text(), 'a');
  });

  it('knows who had enough from who gave up', async () => {
    for (const [reason, state] of [
      [ENOUGH, 'cut'],
      [undefined, 'cancelled'],
    ] as const) {
      const { history, complete } = recording('a', 'b', 'c');
      const controller = new AbortController();
      for await (const chunk of complete(controller.signal)) {
        assert.ok(chunk);
        controller.abort(reason);
      }
      assert.equal(history.latest?.state, state);
    }
  });

  it('keeps a failure with what to do about it, and passes it on', async () => {
    const { history, inner, complete } = recording();
    inner.failure = new CompletionError({ kind: 'server', message: 'It broke.', remedy: 'Wait.' });
    await assert.rejects(drain(complete()), inner.failure);
    assert.equal(history.latest?.state, 'failed');
    assert.equal(history.latest.failure, 'It broke. Wait.');
  });

  it('tells of each change while a completion streams', async () => {
    const { history, complete } = recording('a', 'b', 'c');
    const texts: (string | undefined)[] = [];
    const subscription = history.onDidChange(() => texts.push(history.latest?.text()));
    await drain(complete());
    subscription.dispose();
    await drain(complete());
    assert.deepEqual(texts, ['', 'a', 'ab', 'abc', 'abc']);
  });

  it('forgets what came to nothing, where that cost nothing', async () => {
    const history = new CompletionHistory({ now: () => 0, time: () => 1_000 });
    const inner = new ScriptedBackend([' ']);
    const backend = new RecordingBackend(inner, history, 'Test', undefined, false);
    const { signal } = new AbortController();
    await drain(backend.complete({ prompt: 'p', model: 'm' }, signal));
    assert.deepEqual(history.all, []);
    inner.tokens = ['a'];
    await drain(backend.complete({ prompt: 'p', model: 'm' }, signal));
    assert.equal(history.all.length, 1);
  });

  it('passes everything on and keeps nothing while the history is off', async () => {
    const { history, complete } = recording('a', 'b');
    history.recording = false;
    assert.equal(await drain(complete()), 2);
    assert.deepEqual(history.all, []);
  });
});
