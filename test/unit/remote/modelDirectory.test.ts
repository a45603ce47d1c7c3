import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../src/completions/completionBackend';
import {
  CompletionError,
  type CompletionErrorKind,
} from '../../../src/completions/completionError';
import { ModelDirectory } from '../../../src/remote/modelDirectory';

const failure = (kind: CompletionErrorKind) =>
  new CompletionError({ kind, message: '', remedy: '' });
const { signal } = new AbortController();

/** A directory with a clock, and sources that answer what they are told to. */
function directory() {
  const state = {
    time: 0,
    asked: 0,
    own: [{ id: 'a' }] as ModelInfo[] | CompletionError,
    everyones: [{ id: 'a', contextLength: 8192 }] as ModelInfo[] | CompletionError | undefined,
  };
  const answer = (what: ModelInfo[] | CompletionError) =>
    what instanceof Error ? Promise.reject(what) : Promise.resolve(what);
  const known = new ModelDirectory(() => state.time, 1000);
  const models = (apiKey: string | null = 'key') => {
    const { own, everyones } = state;
    const sources = {
      own: () => {
        state.asked++;
        return answer(own);
      },
      everyones: everyones && (() => answer(everyones)),
    };
    return known.models(sources, apiKey ?? undefined, signal);
  };
  return { state, models };
}

describe('ModelDirectory', () => {
  it('adds what everyone is told to the own list, which has the last word', async () => {
    const { state, models } = directory();
    state.own = [{ id: 'a', ownedBy: 'me' }, { id: 'b' }];
    state.everyones = [{ id: 'a', ownedBy: 'them', preview: true }, { id: 'c' }];
    assert.deepEqual(await models(), [{ id: 'a', ownedBy: 'me', preview: true }, { id: 'b' }]);
  });

  it('asks again only when the list is old', async () => {
    const { state, models } = directory();
    await models();
    state.time = 999;
    await models();
    assert.equal(state.asked, 1);
    state.time = 1000;
    state.own = [{ id: 'new' }];
    assert.deepEqual(await models(), [{ id: 'new' }]);
    assert.equal(state.asked, 2);
  });

  it('answers with what it knows when the server cannot be asked, and asks again next time', async () => {
    const { state, models } = directory();
    const known = await models();
    state.time = 5000;
    for (const kind of ['network', 'timeout', 'server', 'rateLimit', 'protocol'] as const) {
      state.own = failure(kind);
      assert.deepEqual(await models(), known);
    }
    assert.equal(state.asked, 6);
  });

  it('throws what is wrong when it knows nothing', async () => {
    const { state, models } = directory();
    state.own = failure('network');
    await assert.rejects(models(), { kind: 'network' });
  });

  it('says that the key is refused, also when it knows a list', async () => {
    const { state, models } = directory();
    await models();
    state.time = 5000;
    state.own = failure('authentication');
    await assert.rejects(models(), { kind: 'authentication' });
  });

  it('is not disturbed by a failure of the list for everyone, and keeps what that said', async () => {
    const { state, models } = directory();
    await models();
    state.time = 5000;
    state.everyones = failure('server');
    assert.deepEqual(await models(), [{ id: 'a', contextLength: 8192 }]);
    const other = directory();
    other.state.everyones = failure('server');
    assert.deepEqual(await other.models(), [{ id: 'a' }]);
  });

  it('shows the list for everyone to a person without a key', async () => {
    const { state, models } = directory();
    state.own = failure('authentication');
    assert.deepEqual(await models(null), [{ id: 'a', contextLength: 8192 }]);
  });

  it('forgets the models of another key', async () => {
    const { state, models } = directory();
    await models('one');
    state.own = failure('network');
    await assert.rejects(models('two'), { kind: 'network' });
  });

  it('rejects with the reason of the signal when aborted', async () => {
    const abort = new AbortController();
    const reason = new Error('no longer wanted');
    const sources = {
      own: () => {
        abort.abort(reason);
        return Promise.reject(failure('network'));
      },
      everyones: undefined,
    };
    await assert.rejects(new ModelDirectory(() => 0).models(sources, 'key', abort.signal), reason);
  });
});
