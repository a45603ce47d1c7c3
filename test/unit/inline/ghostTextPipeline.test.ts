import assert from 'node:assert/strict';
import { CompletionError } from '../../../src/completions/completionError';
import type { CompletionOutcome } from '../../../src/completions/completionOutcome';
import { FREE } from '../../../src/completions/requestAllowance';
import { GhostTextPipeline } from '../../../src/inline/ghostTextPipeline';
import type {
  GhostTextOptions,
  GhostTextRequest,
  PipelineRequest,
} from '../../../src/inline/ghostTextRequest';
import { InstantClock } from '../../support/instantClock';
import { picture } from '../../support/picture';
import { ScriptedBackend, type ScriptedToken } from '../../support/scriptedBackend';
import { wholeReply } from '../../support/wholeReply';

const THRESHOLDS = { floor: 0.5, line: 0.5, whole: 0.5 };

const OPTIONS: GhostTextOptions = {
  parameters: { model: 'scripted', logprobs: true },
  multiLine: true,
  thresholds: THRESHOLDS,
  delay: 0,
  growth: true,
  alternatives: 1,
  thrifty: false,
  instant: undefined,
};

const DOCUMENT = {
  id: 'document',
  languageId: 'typescript',
  indentation: { insertSpaces: true, width: 2 },
};

type Wish = Partial<GhostTextOptions> & {
  readonly trigger?: GhostTextRequest['trigger'];
  readonly signal?: AbortSignal;
};

/** A pipeline over a backend that says `tokens`, and what it told its listeners. */
function pipelineOver(...tokens: ScriptedToken[]) {
  const backend = new ScriptedBackend(tokens);
  const instant = new ScriptedBackend([]);
  const clock = new InstantClock();
  const events: string[] = [];
  const outcomes: CompletionOutcome[] = [];
  const asked: PipelineRequest[] = [];
  let remembered = 0;
  let reads = 0;
  const pipeline = new GhostTextPipeline({
    backend,
    instant,
    clock,
    promptFor: ({ prefix, suffix }) => Promise.resolve(wholeReply({ prompt: prefix, suffix })),
    instantPromptFor: ({ prefix }) => Promise.resolve(wholeReply({ prompt: prefix })),
    outcomes: { happened: (outcome) => outcomes.push(outcome) },
    listener: {
      asking: (request) => asked.push(request),
      remembered: () => remembered++,
      thinking: () => events.push('thinking'),
      idle: () => events.push('idle'),
      failed: (error) => events.push(error.kind),
      held: () => events.push('held'),
      interrupted: () => events.push('interrupted'),
      grown: () => events.push('grown'),
    },
  });
  const all = async (
    document: string,
    { trigger = 'key', signal = new AbortController().signal, ...options }: Wish = {},
  ) => {
    const request: GhostTextRequest = {
      ...{ document: DOCUMENT, window: picture(document), trigger },
      options: () => {
        reads++;
        return Promise.resolve({ ...OPTIONS, ...options });
      },
    };
    return (await pipeline.complete(request, signal)).map(({ text }) => text);
  };
  const at = async (document: string, wish?: Wish) => (await all(document, wish))[0];
  const typed = (document: string, wish?: Partial<GhostTextOptions>) => {
    pipeline.typed(DOCUMENT, picture(document), () =>
      wish ? Promise.resolve({ ...OPTIONS, ...wish }) : undefined,
    );
  };
  const kinds = () => outcomes.flatMap((each) => (each.type === 'outcome' ? [each.kind] : []));
  return {
    ...{ backend, instant, clock, events, pipeline, at, all, typed, kinds, asked, outcomes },
    remembered: () => remembered,
    optionsRead: () => reads,
  };
}

/** A backend whose tokens come one at a time, when the test says so. */
class HeldBackend extends ScriptedBackend {
  private release: () => void = () => undefined;
  private held = new Promise<void>((resolve) => (this.release = resolve));

  override async *complete(...of: Parameters<ScriptedBackend['complete']>) {
    const [, signal] = of;
    for await (const chunk of super.complete(...of)) {
      const aborted = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
      await Promise.race([this.held, aborted]);
      if (signal.aborted) return;
      yield chunk;
    }
  }

  /** Lets one more token through. */
  async say(): Promise<void> {
    await settled();
    const { release } = this;
    this.held = new Promise((resolve) => (this.release = resolve));
    release();
    await settled();
  }
}

/** Until every promise that can be settled is settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function pipelineWith(backend: HeldBackend) {
  const over = pipelineOver();
  over.backend.complete = (...of) => backend.complete(...of);
  return over;
}

function failure(kind: CompletionError['kind']): CompletionError {
  return new CompletionError({ kind, message: 'It failed.', remedy: 'Mend it.' });
}

describe('The ghost-text pipeline', () => {
  it('shows what the backend says, to the end of the line', async () => {
    const { at, backend } = pipelineOver('x', ' + ', '1;', '\n', 'more', 'more');
    assert.equal(await at('const a = |\n'), 'x + 1;');
    assert.equal(backend.requests[0]?.prompt, 'const a = ');
    assert.equal(backend.requests[0].suffix, '\n');
  });

  it('stops the request as soon as it has what it wants', async () => {
    const { at, backend } = pipelineOver('x;', '\n', 'more', 'and more');
    await at('const a = |');
    assert.equal(backend.taken, 2);
    assert.equal(backend.stopped, 1);
  });

  it('ends where the model stops being sure', async () => {
    const { at } = pipelineOver(['x', 0.9], [' + ', 0.9], ['secret', 0.1]);
    assert.equal(await at('const a = |'), 'x +');
  });

  it('answers typing along from memory, without a request', async () => {
    const { at, backend } = pipelineOver('compute', '();');
    assert.equal(await at('const a = |'), 'compute();');
    assert.equal(await at('const a = c|'), 'ompute();');
    assert.equal(await at('const a = comp|'), 'ute();');
    assert.equal(backend.requests.length, 1);
  });

  it('asks again when the person goes another way', async () => {
    const { at, backend } = pipelineOver('compute();');
    await at('const a = |');
    backend.tokens = ['ead();'];
    assert.equal(await at('const a = r|'), 'ead();');
    assert.equal(backend.requests.length, 2);
  });

  it('asks nothing inside a word, unless told to', async () => {
    const { at, backend } = pipelineOver('x');
    assert.equal(await at('com|pute'), undefined);
    assert.equal(backend.requests.length, 0);
    assert.equal(await at('com|pute', { trigger: 'explicit' }), 'x');
  });

  it('shows nothing rather than white space', async () => {
    const { at } = pipelineOver('  ', '\n', '\n', '\n');
    assert.equal(await at('a;|'), undefined);
  });

  it('asks nothing where the next key comes before the pause is over', async () => {
    const { at, typed, backend } = pipelineOver('x');
    const answer = at('a|', { delay: 60_000 });
    await settled();
    typed('ab|');
    assert.equal(await answer, undefined);
    assert.equal(backend.requests.length, 0);
  });

  it('keeps a request that agrees with what is typed meanwhile, and uses it', async () => {
    const held = new HeldBackend(['compute', '();', '\n']);
    const { at } = pipelineWith(held);
    const controller = new AbortController();
    const answer = at('a = |', { signal: controller.signal });
    await held.say();
    controller.abort();
    assert.equal(await answer, undefined);
    const next = at('a = c|');
    await held.say();
    await held.say();
    assert.equal(await next, 'ompute();');
    assert.equal(held.requests.length, 1);
  });

  it('stops a request at once that leads elsewhere', async () => {
    const held = new HeldBackend(['compute', '();']);
    const { at, typed } = pipelineWith(held);
    const answer = at('a = |');
    await held.say();
    typed('a = b|');
    assert.equal(await answer, undefined);
    await settled();
    assert.equal(held.stopped, 1);
  });

  it('asks anew when what was waited for turns out to lead elsewhere', async () => {
    const held = new HeldBackend(['compute', '();']);
    const { at, typed } = pipelineWith(held);
    const first = at('a = |');
    await settled();
    typed('a = b|');
    const answer = at('a = b|');
    await settled();
    assert.equal(held.requests.length, 1);
    held.tokens = ['ox();', '\n'];
    await held.say();
    assert.equal(await first, undefined);
    assert.equal(held.stopped, 1);
    for (let token = 0; token < 2; token++) await held.say();
    assert.equal(await answer, 'ox();');
    assert.equal(held.requests.length, 2);
  });

  it('asks anew when what was waited for has only thought of what was typed', async () => {
    const held = new HeldBackend([['compute', 0.6, { box: 0.3 }], '();']);
    const { at, typed } = pipelineWith(held);
    void at('a = |');
    await settled();
    typed('a = b|');
    const answer = at('a = b|');
    await settled();
    held.tokens = ['ox(all);', '\n'];
    for (let token = 0; token < 3; token++) await held.say();
    assert.equal(await answer, 'ox(all);');
    assert.equal(held.requests.length, 2);
  });

  it('finds the completion of an earlier place again', async () => {
    const { at, backend } = pipelineOver('compute();');
    await at('a = |');
    backend.tokens = ['x;'];
    await at('a = b + |');
    assert.equal(await at('a = |'), 'compute();');
    assert.equal(await at('a = b + |'), 'x;');
    assert.equal(backend.requests.length, 2);
  });

  it('shows more of a completion when what was uncertain has been typed', async () => {
    const { at, backend } = pipelineOver(['read', 0.45], ['File', 0.9]);
    assert.equal(await at('a = |'), undefined);
    assert.equal(await at('a = rea|'), 'dFile');
    assert.equal(backend.requests.length, 1);
  });

  it('shows what the model has thought of besides, and asks what it says after that', async () => {
    const { at, backend, events, clock } = pipelineOver(['read', 0.6, { write: 0.39 }], '();');
    assert.equal(await at('a = |'), 'read();');
    backend.tokens = ['te();', '\n'];
    clock.time = 1_000;
    assert.equal(await at('a = wri|'), 'te');
    await settled();
    assert.equal(backend.requests.length, 2);
    assert.ok(events.includes('grown'), events.join());
    assert.equal(await at('a = wri|', { trigger: 'refresh' }), 'te();');
  });

  it('shows the first line at once, and says when there is more', async () => {
    const held = new HeldBackend(['\n  one();', '\n', '  two();', '\n}', '\n']);
    const { at, events: heard } = pipelineWith(held);
    const first = at('f() {|');
    await held.say();
    await held.say();
    assert.equal(await first, '\n  one();');
    for (let token = 0; token < 3; token++) await held.say();
    assert.ok(heard.includes('grown'), heard.join());
    assert.equal(await at('f() {|', { trigger: 'refresh' }), '\n  one();\n  two();\n}');
  });

  it('does not grow by what stands after the cursor already', async () => {
    const held = new HeldBackend(['\n  one();', '\n', '}', '\n']);
    const { at, events: heard } = pipelineWith(held);
    const first = at('f() {|}');
    for (let token = 0; token < 4; token++) await held.say();
    assert.equal(await first, '\n  one();\n');
    await settled();
    assert.ok(!heard.includes('grown'), heard.join());
  });

  it('waits for all of it where it is not to grow', async () => {
    const { at } = pipelineOver('\n  one();', '\n', '  two();', '\n}', '\n');
    assert.equal(await at('f() {|', { growth: false }), '\n  one();\n  two();\n}');
  });

  it('lets the instant engine answer while the server thinks, and then the server', async () => {
    const held = new HeldBackend(['compute', '(a, b);', '\n']);
    const { at, instant, events, clock } = pipelineWith(held);
    instant.tokens = ['compute', '(a'];
    assert.equal(await at('x = |', { instant: THRESHOLDS }), 'compute(a');
    clock.time = 1_000;
    for (let token = 0; token < 3; token++) await held.say();
    assert.ok(events.includes('grown'), events.join());
    assert.equal(await at('x = |', { trigger: 'refresh' }), 'compute(a, b);');
  });

  it('goes on waiting for the server where the editor asks once more for what is known', async () => {
    const held = new HeldBackend(['compute', '(a, b);', '\n']);
    const { at, instant, events, clock } = pipelineWith(held);
    instant.tokens = ['compute', '(a'];
    await at('x = |', { instant: THRESHOLDS });
    assert.equal(await at('x = |', { trigger: 'refresh' }), 'compute(a');
    clock.time = 1_000;
    for (let token = 0; token < 3; token++) await held.say();
    assert.ok(events.includes('grown'), events.join());
    assert.equal(await at('x = |', { trigger: 'refresh' }), 'compute(a, b);');
  });

  it('lets the instant engine answer where a request from before is still under way', async () => {
    const held = new HeldBackend(['b = compute(a, b);', '\n']);
    const { at, instant, events, clock } = pipelineWith(held);
    void at('a|');
    await settled();
    instant.tokens = [' = compute(a'];
    assert.equal(await at('ab|', { instant: THRESHOLDS }), ' = compute(a');
    clock.time = 1_000;
    for (let token = 0; token < 2; token++) await held.say();
    assert.ok(events.includes('grown'), events.join());
    assert.equal(await at('ab|', { trigger: 'refresh' }), ' = compute(a, b);');
    assert.equal(held.requests.length, 1);
  });

  it('asks anew behind an instant answer where the request from before leads elsewhere', async () => {
    const held = new HeldBackend(['other();', '\n']);
    const { at, instant, events, clock } = pipelineWith(held);
    void at('a|');
    await settled();
    instant.tokens = [' = compute(a);'];
    assert.equal(await at('ab|', { instant: THRESHOLDS }), ' = compute(a);');
    instant.tokens = [];
    assert.equal(await at('ab |', { instant: THRESHOLDS }), '= compute(a);');
    assert.equal(held.requests.length, 1);
    clock.time = 1_000;
    for (let token = 0; token < 4; token++) await held.say();
    assert.equal(held.requests.length, 2);
    assert.ok(events.includes('grown'), events.join());
    assert.equal(await at('ab |', { trigger: 'refresh' }), 'other();');
  });

  it('shows what the server says where the instant engine is not sure', async () => {
    const { at, instant } = pipelineOver('read();');
    instant.tokens = [['compute', 0.3]];
    assert.equal(await at('x = |', { instant: THRESHOLDS }), 'read();');
  });

  it('offers different completions on an explicit wish', async () => {
    const { all, backend } = pipelineOver('one();');
    backend.known = { ...backend.known, severalChoices: false, logProbabilities: false };
    const wish = { trigger: 'explicit', alternatives: 3 } as const;
    const answers = ['one();', 'two();', 'one();'];
    backend.complete = async function* (request) {
      const number = backend.requests.push(request);
      await Promise.resolve();
      yield { choices: [{ index: 0, text: answers[number - 1] ?? '' }] };
    };
    assert.deepEqual(await all('a = |', wish), ['one();', 'two();']);
    assert.equal(backend.requests.length, 3);
    assert.equal(backend.requests[1]?.temperature, 0.6);
  });

  it('offers others that go on from where the person is in what is shown', async () => {
    const { at, all, backend } = pipelineOver(['compute', 0.6, { consume: 0.3, read: 0.1 }], '();');
    backend.known = { ...backend.known, severalChoices: false };
    await at('a = |');
    backend.tokens = ['(all);'];
    const wish = { trigger: 'explicit', alternatives: 3 } as const;
    assert.deepEqual(await all('a = co|', wish), ['mpute();', 'nsume(all);']);
    assert.deepEqual(
      backend.requests.map(({ prompt }) => prompt),
      ['a = ', 'a = consume'],
    );
  });

  it('asks the server on an explicit wish where the instant engine has answered', async () => {
    const { all, at, backend, instant } = pipelineOver();
    instant.tokens = ['compute();'];
    assert.equal(await at('x = |', { instant: THRESHOLDS }), 'compute();');
    // The server has nothing to say so far.
    assert.deepEqual(await all('x = |', { trigger: 'explicit' }), ['compute();']);
    backend.tokens = ['read();'];
    assert.deepEqual(await all('x = |', { trigger: 'explicit' }), ['read();']);
  });

  it('asks for several choices in one request where the server gives them', async () => {
    const { all, backend } = pipelineOver('one();');
    await all('a = |', { trigger: 'explicit', alternatives: 3 });
    assert.deepEqual(
      backend.requests.map(({ n }) => n),
      [undefined, 2],
    );
  });

  it('asks nothing when the server has none to give', async () => {
    const { at, backend } = pipelineOver('x');
    backend.allowed = { wait: 60_000, requests: 0 };
    assert.equal(await at('a = |', { delay: 'automatic' }), undefined);
    assert.equal(backend.requests.length, 0);
  });

  it('asks before the editor does where the person is likely to rest', async () => {
    const { at, typed, backend } = pipelineOver('compute();', '\n');
    typed('a = |', { delay: 'automatic' });
    await settled();
    assert.equal(backend.requests.length, 1);
    assert.equal(await at('a = |', { delay: 'automatic' }), 'compute();');
    assert.equal(backend.requests.length, 1);
  });

  it('asks nothing before the editor does where the editor is not going to, or is to wait', async () => {
    const { typed, backend } = pipelineOver('compute();');
    typed('a = |');
    typed('b =  |', { delay: 'automatic', thrifty: true });
    typed('c = d.|', { delay: 200 });
    await settled();
    assert.equal(backend.requests.length, 0);
  });

  it('asks before the editor does no more than once where the editor does not ask', async () => {
    const { at, typed, backend } = pipelineOver('compute();', '\n');
    for (const text of ['a = |', 'ab = |', 'abc = |']) {
      typed(text, { delay: 'automatic' });
      await settled();
    }
    assert.equal(backend.requests.length, 1);
    await at('abc = |', { delay: 'automatic' });
    typed('abcd = |', { delay: 'automatic' });
    await settled();
    assert.equal(backend.requests.length, 3);
  });

  it('asks nothing before the editor does where the pause has to be longer than that', async () => {
    const { typed, backend } = pipelineOver('compute();', '\n');
    backend.allowed = { wait: 500, requests: 5 };
    typed('a = |', { delay: 'automatic' });
    await settled();
    assert.equal(backend.requests.length, 0);
  });

  it('asks nothing before the editor does in a word, where the next letter is about to come', async () => {
    const { typed, backend } = pipelineOver('compute();');
    typed('a = co|', { delay: 'automatic' });
    await settled();
    assert.equal(backend.requests.length, 0);
  });

  it('asks nothing before the editor does where text was deleted', async () => {
    const { typed, backend } = pipelineOver('compute();');
    typed('a = co|');
    typed('a = |', { delay: 'automatic' });
    await settled();
    assert.equal(backend.requests.length, 0);
  });

  it('asks a backend that costs nothing at once, however often', async () => {
    const { at, backend, typed, clock } = pipelineOver('one();');
    backend.allowed = FREE;
    for (let key = 1; key < 20; key++) {
      const before = clock.time;
      typed(`a = ${'x.'.repeat(key)}|`);
      assert.equal(await at(`a = ${'x.'.repeat(key)}|`, { delay: 'automatic' }), 'one();');
      assert.equal(clock.time, before);
      clock.time += 120;
    }
    assert.equal(backend.requests.length, 19);
  });

  it('goes on where the doubt that ended a completion is past, if that costs nothing', async () => {
    const doubtful: ScriptedToken[] = [['one', 0.6], ['(', 0.9], ['a', 0.8], ');', '\n'];
    const { at, backend, typed } = pipelineOver(...doubtful);
    backend.allowed = FREE;
    const asked = () => backend.requests.filter(({ prompt }) => prompt === 'x = one(').length;
    assert.equal(await at('x = |'), 'one');
    backend.tokens = [['a', 0.8], [');', 0.9], '\n'];
    typed('x = one(|');
    assert.equal(await at('x = one(|'), 'a');
    await settled();
    assert.equal(await at('x = one(|', { trigger: 'refresh' }), 'a);');
    assert.equal(asked(), 1);
    assert.equal(await at('x = one(|'), 'a);');
    await settled();
    assert.equal(asked(), 1);
  });

  it('does not ask a server again for what it was not sure of', async () => {
    const { at, backend, typed } = pipelineOver(['one', 0.6], ['(', 0.9], ['aLongName', 0.8], ');');
    assert.equal(await at('x = |'), 'one');
    typed('x = one(|');
    assert.equal(await at('x = one(|'), 'aLongName');
    await settled();
    assert.equal(backend.requests.length, 1);
  });

  it('has the editor ask again where the settings change while the server was to extend what is shown', async () => {
    const held = new HeldBackend(['compute', '(a);', '\n']);
    const { at, instant, events, pipeline } = pipelineWith(held);
    instant.tokens = ['compute'];
    assert.equal(await at('x = |', { instant: THRESHOLDS }), 'compute');
    await settled();
    assert.ok(!events.includes('interrupted'));
    pipeline.reset();
    assert.ok(events.includes('interrupted'));
  });

  it('leaves what is shown alone where the settings change and nothing more was to come', async () => {
    const { at, events, pipeline } = pipelineOver('compute();', '\n');
    assert.equal(await at('x = |'), 'compute();');
    await settled();
    pipeline.reset();
    assert.ok(!events.includes('interrupted'));
  });

  it('counts as seen what the server says where the instant engine has shown the same', async () => {
    const held = new HeldBackend(['compute', '(a);', '\n']);
    const { at, instant, outcomes } = pipelineWith(held);
    instant.tokens = ['compute', '(a);'];
    assert.equal(await at('x = |', { instant: THRESHOLDS }), 'compute(a);');
    for (let token = 0; token < 3; token++) await held.say();
    const seen = outcomes.filter((each) => each.type === 'tokens' && each.source === 'main');
    assert.deepEqual(
      seen.map((each) => each.type === 'tokens' && each.shown),
      [2],
    );
  });

  it('tells what became of what it showed', async () => {
    const { at, typed, kinds, pipeline, clock } = pipelineOver('compute', '();');
    await at('a = |');
    for (const part of ['c', 'comp', 'compute();']) typed(`a = ${part}|`);
    pipeline.left();
    await at('b = |');
    clock.time += 1_000;
    typed('b = x|');
    await at('c = |');
    typed('c = compute();|');
    pipeline.accepted(3, 10);
    await at('d = |');
    pipeline.left();
    assert.deepEqual(kinds(), ['partlyAccepted', 'rejected', 'accepted', 'ignored']);
  });

  it('tells of a failure once and then rests, but still obeys an explicit wish', async () => {
    const { at, backend, events } = pipelineOver('x');
    backend.failure = failure('authentication');
    assert.equal(await at('a|'), undefined);
    assert.equal(await at('ab|'), undefined);
    assert.deepEqual(events, ['thinking', 'authentication']);
    assert.equal(backend.requests.length, 1);
    await at('abc|', { trigger: 'explicit' });
    assert.equal(backend.requests.length, 2);
  });

  it('starts afresh after a reset', async () => {
    const { at, backend, pipeline } = pipelineOver('x');
    backend.failure = failure('authentication');
    await at('a|');
    pipeline.reset();
    backend.failure = undefined;
    assert.equal(await at('ab|'), 'x');
  });

  it('does not let a failure from before a reset count after it', async () => {
    const { at, backend, pipeline, events } = pipelineOver('x');
    backend.failure = failure('authentication');
    const old = at('a|');
    pipeline.reset();
    assert.equal(await old, undefined);
    backend.failure = undefined;
    assert.equal(await at('ab|'), 'x');
    assert.ok(!events.includes('authentication'), events.join());
  });

  it('says when an answer was cut off that the editor still waits for', async () => {
    const { at, pipeline, events } = pipelineOver('x');
    const old = at('a|');
    pipeline.reset();
    await old;
    assert.ok(events.includes('interrupted'), events.join());
  });

  it('does not say so where the editor waits no more', async () => {
    const { at, pipeline, events } = pipelineOver('x');
    const controller = new AbortController();
    const old = at('a|', { signal: controller.signal });
    controller.abort();
    pipeline.reset();
    await old;
    assert.ok(!events.includes('interrupted'), events.join());
  });

  it('does not remember what was asked for before a reset', async () => {
    const { at, backend, pipeline } = pipelineOver('old();');
    const old = at('a = |');
    pipeline.reset();
    await old;
    backend.tokens = ['new();'];
    assert.equal(await at('a = |'), 'new();');
  });

  it('looks at no options where memory answers', async () => {
    const { at, optionsRead } = pipelineOver('compute', '();');
    await at('const a = |');
    assert.equal(optionsRead(), 1);
    await at('const a = c|');
    assert.equal(optionsRead(), 1);
  });

  it('tells of each request before the backend has it, with what it will become', async () => {
    const { at, asked, backend, outcomes } = pipelineOver('compute', '();');
    await at('const a = |');
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.request, backend.requests[0]);
    assert.equal(asked[0]?.source, 'main');
    const [completion] = asked[0].completions;
    const tokens = outcomes.find(({ type }) => type === 'tokens');
    assert.deepEqual(tokens, { type: 'tokens', completion, source: 'main', shown: 2, hidden: 0 });
  });

  it('tells of ghost text that needs no request', async () => {
    const { at, asked, remembered } = pipelineOver('compute', '();');
    await at('const a = |');
    assert.equal(remembered(), 0);
    await at('const a = c|');
    assert.equal(remembered(), 1);
    assert.equal(asked.length, 1);
  });

  it('says when it thinks and when it is idle', async () => {
    const { at, events } = pipelineOver('x');
    await at('a|');
    assert.deepEqual(events, ['thinking', 'idle']);
  });
});
