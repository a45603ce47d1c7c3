import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../src/completions/completionBackend';
import {
  CompletionError,
  type CompletionErrorKind,
} from '../../../src/completions/completionError';
import { ModelDirectory } from '../../../src/remote/modelDirectory';
import type { ModelStorage } from '../../../src/remote/storedModels';

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

  describe('kept from one session to the next', () => {
    /** A session of its own: only what is stored has stayed. */
    function session(stored: { value: unknown }, own: ModelInfo[] | CompletionError) {
      const storage: ModelStorage = {
        load: () => structuredClone(stored.value),
        save: (list) => {
          stored.value = structuredClone(list);
        },
      };
      const models = (apiKey: string | undefined) => {
        const sources = {
          own: () => (own instanceof Error ? Promise.reject(own) : Promise.resolve(own)),
          everyones: undefined,
        };
        return new ModelDirectory(() => 0, 1000, storage).models(sources, apiKey, signal);
      };
      return { models };
    }

    const list: ModelInfo[] = [
      {
        ...{ id: 'a', ownedBy: 'me', name: 'A', contextLength: 8192, mostTokens: 100 },
        ...{ price: { prompt: 1e-6, completion: 2e-6 }, deprecated: false, preview: true },
        ...{ instructType: 'chatml', parameters: ['seed'] },
      },
      { id: 'b' },
    ];

    it('is there for who is offline, until the server answers', async () => {
      const stored = { value: undefined };
      await session(stored, list).models('key');
      assert.deepEqual(await session(stored, failure('network')).models('key'), list);
      assert.deepEqual(await session(stored, [{ id: 'new' }]).models('key'), [{ id: 'new' }]);
      assert.deepEqual(await session(stored, failure('network')).models('key'), [{ id: 'new' }]);
    });

    it('is not there for another key, and does not hold the key', async () => {
      const stored = { value: undefined };
      await session(stored, list).models('secret-key');
      for (const key of ['another', undefined]) {
        await assert.rejects(session(stored, failure('network')).models(key), { kind: 'network' });
      }
      assert.doesNotMatch(JSON.stringify(stored.value), /secret-key/);
    });

    it('hides no refusal of the key', async () => {
      const stored = { value: undefined };
      await session(stored, list).models('key');
      const refused = session(stored, failure('authentication')).models('key');
      await assert.rejects(refused, { kind: 'authentication' });
    });

    it('is not believed in another form, and has its bounds', async () => {
      for (const value of ['x', null, [], { owner: 1 }, { owner: '', models: [{ id: 1 }] }]) {
        const models = session({ value }, failure('network')).models(undefined);
        await assert.rejects(models, { kind: 'network' });
      }
      const stored = { value: undefined };
      const many = Array.from({ length: 5000 }, (_, index) => ({ id: `model ${index}` }));
      assert.equal((await session(stored, many).models('key')).length, 5000);
      assert.equal((await session(stored, failure('network')).models('key')).length, 300);
    });
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
