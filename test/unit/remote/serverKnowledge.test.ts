import assert from 'node:assert/strict';
import { CompletionError } from '../../../src/completions/completionError';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { parseEndpoint } from '../../../src/remote/endpoint';
import { ServerKnowledge } from '../../../src/remote/serverKnowledge';

const request: CompletionRequest = { prompt: 'Once', model: 'm' };
const about = (address: string) => new ServerKnowledge(parseEndpoint(address), 'automatic');
const refusal = (parameter: string) =>
  new CompletionError({
    kind: 'invalidRequest',
    message: `Unsupported param: ${parameter}`,
    remedy: '',
    parameter,
  });

describe('ServerKnowledge', () => {
  describe('knows how long the context of a model is', () => {
    const tooLong = (limit?: number) =>
      new CompletionError({
        ...{ kind: 'contextLength', message: '', remedy: '' },
        ...(limit !== undefined && { context: { limit } }),
      });

    it('by the list of models, and better by what was refused for that model', () => {
      const knowledge = about('https://llm.example');
      assert.equal(knowledge.capabilities('a').contextLength, undefined);
      knowledge.noteContexts([{ id: 'a', contextLength: 32_768 }, { id: 'b' }]);
      assert.equal(knowledge.capabilities('a').contextLength, 32_768);
      assert.equal(knowledge.capabilities('b').contextLength, undefined);
      knowledge.noteContext(tooLong(4096), 'a');
      assert.equal(knowledge.capabilities('a').contextLength, 4096);
      knowledge.noteContexts([{ id: 'a', contextLength: 32_768 }]);
      assert.equal(knowledge.capabilities('a').contextLength, 4096);
      assert.equal(knowledge.capabilities('b').contextLength, undefined);
    });

    it('unless the refusal names no figure, or one that no model has', () => {
      const knowledge = about('https://llm.example');
      knowledge.noteContext(tooLong(), 'a');
      knowledge.noteContext(tooLong(8), 'a');
      assert.equal(knowledge.capabilities('a').contextLength, undefined);
    });
  });

  describe('corrects its guess of the dialect', () => {
    it('by the head of an answer', () => {
      const knowledge = about('https://llm.example');
      assert.equal(knowledge.dialect.server, 'vLLM');
      knowledge.noteHeaders({ server: 'nginx' });
      assert.equal(knowledge.dialect.server, 'vLLM');
      knowledge.noteHeaders({ server: 'llama.cpp' });
      assert.equal(knowledge.dialect.server, 'llama.cpp');
    });

    it('by the fingerprint of a chunk', () => {
      const knowledge = about('https://llm.example');
      knowledge.noteChunk({ choices: [], system_fingerprint: 'fp_ollama' });
      assert.equal(knowledge.dialect.server, 'Ollama');
    });

    for (const [owner, server] of [
      ['vllm', 'vLLM'],
      ['llamacpp', 'llama.cpp'],
      ['library', 'Ollama'],
      ['organization_owner', 'LM Studio'],
      ['constructor', 'llama.cpp'],
    ] as const) {
      it(`by the list of models: those of “${owner}” are served by ${server}`, () => {
        const knowledge = about('http://localhost:8080');
        knowledge.noteModels([{ id: 'a', ownedBy: owner }]);
        assert.equal(knowledge.dialect.server, server);
      });
    }

    it('not by a list of models that belong to several', () => {
      const knowledge = about('https://gateway.example');
      knowledge.noteModels([
        { id: 'a', ownedBy: 'library' },
        { id: 'b', ownedBy: 'openai' },
      ]);
      assert.equal(knowledge.dialect.server, 'vLLM');
    });
  });

  it('sends no more stop sequences than every server takes until it knows the server', () => {
    const knowledge = about('https://llm.example');
    assert.equal(knowledge.capabilities().mostStops, 4);
    knowledge.noteModels([{ id: 'a', ownedBy: 'vllm' }]);
    assert.equal(knowledge.capabilities().mostStops, 16);
    const named = new ServerKnowledge(parseEndpoint('https://llm.example'), 'vllm');
    assert.equal(named.capabilities().mostStops, 16);
  });

  it('keeps a dialect that the host or the person named', () => {
    const byHost = about('https://api.cerebras.ai');
    byHost.noteHeaders({ server: 'llama.cpp' });
    assert.equal(byHost.dialect.server, 'Cerebras');
    const byPerson = new ServerKnowledge(parseEndpoint('http://localhost:11434'), 'openai');
    byPerson.noteChunk({ choices: [], system_fingerprint: 'fp_ollama' });
    assert.equal(byPerson.dialect.server, 'OpenAI');
  });

  describe('remembers what was refused', () => {
    it('for the model it was refused for', () => {
      const knowledge = about('https://api.cerebras.ai');
      const full = { ...request, user: 'u' };
      assert.equal(knowledge.learn(refusal('user'), knowledge.plan(full), full), true);
      assert.equal('user' in knowledge.plan(full).body, false);
      assert.equal('user' in knowledge.plan({ ...full, model: 'other' }).body, true);
    });

    it('and does not try a second time for the same reason', () => {
      const knowledge = about('https://api.cerebras.ai');
      const full = { ...request, user: 'u' };
      const plan = knowledge.plan(full);
      assert.equal(knowledge.learn(refusal('user'), plan, full), true);
      assert.equal(knowledge.learn(refusal('user'), plan, full), false);
    });

    it('and asks for log probabilities in the other form before it does without', () => {
      const knowledge = about('https://api.cerebras.ai');
      const full = { ...request, logprobs: true, top_logprobs: 5 };
      const forms = [];
      do forms.push(knowledge.plan(full).body['logprobs']);
      while (knowledge.learn(refusal('logprobs'), knowledge.plan(full), full));
      assert.deepEqual(forms, [true, 5, undefined]);
      assert.equal(knowledge.capabilities().logProbabilities, false);
    });

    it('and tells the person what it cannot do without', () => {
      const knowledge = about('https://api.cerebras.ai');
      const full = { ...request, n: 2 };
      assert.equal(knowledge.learn(refusal('n'), knowledge.plan(full), full), false);
      assert.throws(() => knowledge.plan(full), /n is set, but a Cerebras server does not take it/);
      assert.equal(knowledge.capabilities().severalChoices, false);
    });
  });

  it('learns nothing from another failure', () => {
    const knowledge = about('http://localhost:11434');
    const plan = knowledge.plan(request);
    const noModel = { kind: 'notFound', message: '', remedy: '', parameter: 'model' } as const;
    for (const error of [new Error('x'), new CompletionError(noModel), undefined]) {
      assert.equal(knowledge.learn(error, plan, request), false);
    }
  });
});
