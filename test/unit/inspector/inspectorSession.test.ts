import assert from 'node:assert/strict';
import type { RequestAllowance } from '../../../src/completions/requestAllowance';
import {
  type InspectorAction,
  InspectorSession,
  type InspectorSources,
} from '../../../src/inspector/inspectorSession';
import { type MessageToWebview, messageToWebview } from '../../../src/inspector/protocol';
import { tokenChunk } from '../../support/scriptedBackend';
import { waitUntil } from '../../support/waitUntil';
import { completed, testHistory } from './inspectorTesting';

const allowance: RequestAllowance = {
  wait: 12_000,
  requests: Infinity,
  limits: [{ of: 'tokens', period: undefined, limit: 60_000, remaining: 100, reset: 30_000 }],
};

const sources: InspectorSources = {
  load: () => Promise.resolve(),
  priceOf: () => undefined,
  allowance: () => Promise.resolve({ model: 'm', allowance }),
  settings: () => Promise.resolve({ settings: [], workspace: true }),
  dayOf: () => '2026-03-02',
};

describe("The inspector's session", () => {
  const sessions: InspectorSession[] = [];

  afterEach(() => {
    for (const session of sessions.splice(0)) session.dispose();
  });

  function start(history = testHistory()) {
    const posted: MessageToWebview[] = [];
    const actions: InspectorAction[] = [];
    const session = new InspectorSession(
      history,
      sources,
      (message) => posted.push(message),
      (action) => actions.push(action),
    );
    sessions.push(session);
    const of = <T extends MessageToWebview['type']>(type: T) =>
      posted.filter((each): each is Extract<MessageToWebview, { type: T }> => each.type === type);
    const ready = async () => {
      session.receive({ type: 'ready', page: 'completions' });
      await waitUntil('the rows are told', () => of('rows').length > 0);
    };
    return { history, session, posted, actions, of, ready };
  }

  it('tells everything once the page is ready', async () => {
    const { history, of, ready } = start();
    completed(history, ['a', 'b']);
    await ready();
    assert.equal(of('rows')[0]?.all, true);
    assert.deepEqual(
      of('rows')[0]?.rows.map(({ preview, tokens }) => [preview, tokens]),
      [['ab', 2]],
    );
  });

  it('sends only the tokens that are new while a completion streams', async () => {
    const { history, session, of, ready } = start();
    await ready();
    const record = history.begin('Test', { prompt: 'p', model: 'm' });
    assert.ok(record);
    record.add(tokenChunk('a'));
    session.receive({ type: 'open', ids: [record.id] });
    record.add(tokenChunk('b'));
    record.add(tokenChunk('c'));
    history.changed(record);
    await waitUntil('the change is told', () => of('tokens').length === 2);
    assert.deepEqual(
      of('tokens').map(({ from, texts }) => [from, texts]),
      [
        [0, ['a']],
        [1, ['b', 'c']],
      ],
    );
  });

  it('gathers changes that come close together into one message', async () => {
    const { history, of, ready } = start();
    await ready();
    for (let number = 0; number < 100; number++) completed(history, ['x']);
    await waitUntil('the changes are told', () => of('rows').length > 1);
    assert.equal(of('rows').length, 2);
    assert.equal(of('rows')[1]?.rows.length, 100);
  });

  it('does nothing while it is hidden, and tells all to the page that is there afterwards', async () => {
    const { history, session, posted, ready } = start();
    await ready();
    session.setVisible(false);
    const before = posted.length;
    for (let number = 0; number < 10; number++) completed(history, ['x']);
    await new Promise((resolve) => setTimeout(resolve, 120));
    assert.equal(posted.length, before);
    session.setVisible(true);
    assert.equal(posted.length, before);
    session.receive({ type: 'ready', page: 'completions' });
    await waitUntil('all is told', () => posted.length > before);
    const shown = posted[before];
    assert.ok(shown?.type === 'rows' && shown.all && shown.rows.length === 10);
  });

  it('shows a completion as soon as the page can', async () => {
    const { history, session, of, ready } = start();
    const { id } = completed(history, ['a']);
    session.show(id);
    await ready();
    assert.deepEqual(of('show'), [{ type: 'show', id }]);
  });

  it('gives the alternatives of the tokens that are looked at, most likely first', async () => {
    const { history, session, of, ready } = start();
    const { id } = completed(history, ['a', ['b', 0.5]]);
    await ready();
    session.receive({ type: 'alternatives', id, choice: 0, from: 1, to: 2 });
    assert.deepEqual(of('alternatives')[0]?.tokens, [
      [{ text: 'b', logProbability: Math.log(0.5) }],
    ]);
  });

  it('tells the limits and what the pipeline has to wait for, while they are looked at', async () => {
    const { session, of, ready } = start();
    await ready();
    session.receive({ type: 'page', page: 'usage' });
    await waitUntil('the limits are told', () => of('limits').length > 0);
    const [told] = of('limits');
    assert.deepEqual([told?.wait, told?.requests], [12_000, null]);
    assert.deepEqual(told?.limits, [
      { of: 'tokens', period: null, limit: 60_000, remaining: 100, reset: 30_000 },
    ]);
  });

  it('passes on what the person wants done, and nothing that is not of the protocol', () => {
    const { session, actions } = start();
    session.receive({ type: 'pin', id: 1, pinned: true });
    session.receive({ type: 'pin', id: 'one', pinned: true });
    session.receive({ type: 'run', command: 'rm' });
    session.receive('ready');
    assert.deepEqual(actions, [{ type: 'pin', id: 1, pinned: true }]);
  });

  it('says nothing that the webview would not take', async () => {
    const { history, session, posted, ready, of } = start();
    const { id } = completed(history, ['a', ['b', 0.5]], { prompt: 'p', suffix: 's', echo: true });
    await ready();
    session.receive({ type: 'open', ids: [id] });
    session.receive({ type: 'page', page: 'usage' });
    session.receive({ type: 'page', page: 'settings' });
    await waitUntil('all is told', () => of('settings').length + of('limits').length === 2);
    for (const message of posted) {
      assert.deepEqual(messageToWebview(JSON.parse(JSON.stringify(message))), message);
    }
  });
});
