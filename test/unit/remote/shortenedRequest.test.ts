import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { contextFigures } from '../../../src/remote/contextFigures';
import { readReport } from '../../../src/remote/serverReport';
import { shortenedRequest } from '../../../src/remote/shortenedRequest';

type Prompt = CompletionRequest['prompt'];

/** What becomes of a prompt where the server names no figures. */
function halved(prompt: Prompt): Prompt | undefined {
  return shortenedRequest({ model: 'm', prompt }, undefined)?.prompt;
}

describe('A shortened request', () => {
  it('keeps the end of the prompt, from the beginning of a line', () => {
    assert.equal(halved('one one\ntwo two\nthree\nfour'), 'three\nfour');
  });

  it('keeps a part of a line where it has nothing else', () => {
    assert.equal(halved('0123456789'), '56789');
    assert.equal(halved('0123456\n89'), '56\n89');
  });

  it('is cut by the figures of the server, with a margin, and room for the answer', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `${index + 100}\n`).join('');
    const request = { model: 'm', prompt: lines, max_tokens: 100 };
    const share = (context: Parameters<typeof shortenedRequest>[1]) =>
      String(shortenedRequest(request, context)?.prompt).length / lines.length;
    assert.equal(share({ limit: 1000, prompt: 1000 }), 0.85);
    assert.equal(share({ limit: 1000, total: 1100 }), 0.85);
    assert.equal(share({ limit: 1000 }), 0.5, 'no figure of the prompt');
    assert.equal(share({ limit: 50, prompt: 1000 }), 0.5, 'no room for the answer at all');
    assert.equal(share({ limit: 5000, prompt: 1000 }), 0.5, 'nonsense');
    // Where the request names no longest answer, one is sent all the same.
    const open = shortenedRequest({ model: 'm', prompt: lines }, { limit: 2048, prompt: 2048 });
    assert.ok(String(open?.prompt).length / lines.length < 0.5);
  });

  it('loses the beginning of token ids, and of each of several prompts that is too long', () => {
    assert.deepEqual(halved([1, 2, 3, 4]), [3, 4]);
    assert.deepEqual(halved([[1, 2, 3, 4], [5]]), [[3, 4], [5]]);
    assert.deepEqual(halved(['abcd', 'ef', 'g']), ['cd', 'ef', 'g']);
  });

  it('loses the end of its suffix', () => {
    const suffix = 'one\ntwo\nthree\nfour\n';
    const shorter = shortenedRequest({ model: 'm', prompt: 'abcd', suffix }, undefined);
    assert.equal(shorter?.suffix, 'one\ntwo\n');
  });

  it('keeps the mark with which its format begins', () => {
    for (const mark of [
      '<|fim_prefix|>',
      '<｜fim▁begin｜>',
      '<fim_prefix>',
      '<PRE> ',
      '[SUFFIX]',
    ]) {
      const prompt = `${mark}${'line of code\n'.repeat(20)}<|fim_middle|>`;
      const text = String(halved(prompt));
      assert.ok(text.startsWith(`${mark}line of code\n`), text);
      assert.ok(text.length <= prompt.length / 2);
    }
  });

  it('cuts no character in two', () => {
    assert.equal(halved('😀😀😀😀😀'), '😀😀');
    const shorter = shortenedRequest({ model: 'm', prompt: 'ab', suffix: '😀😀😀' }, undefined);
    assert.equal(shorter?.suffix, '😀');
  });

  it('is none where there is nothing to cut', () => {
    for (const prompt of ['', 'a', [], [1], ['']]) assert.equal(halved(prompt), undefined);
  });

  it('is the same request otherwise', () => {
    const request = { model: 'm', prompt: 'ab', seed: 1, stop: 'x' };
    assert.deepEqual(shortenedRequest(request, undefined), { ...request, prompt: 'b' });
  });
});

describe('The figures of a prompt that is too long', () => {
  const cases: [server: string, message: string, figures: object][] = [
    [
      'Cerebras',
      'Please reduce the length of the messages or completion. Current length is 8970 while limit is 8192',
      { limit: 8192, prompt: undefined, total: 8970 },
    ],
    [
      'OpenAI',
      "This model's maximum context length is 4097 tokens, however you requested 5360 tokens (5344 in your prompt; 16 for the completion). Please reduce your prompt; or completion length.",
      { limit: 4097, prompt: 5344, total: 5360 },
    ],
    [
      'vLLM',
      "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4900 in the messages, 100 in the completion).",
      { limit: 4096, prompt: 4900, total: 5000 },
    ],
    [
      'newer vLLM',
      "You passed 4900 input tokens and requested 100 output tokens. However, the model's context length is only 4096 tokens.",
      { limit: 4096, prompt: 4900, total: 100 },
    ],
  ];
  for (const [server, message, figures] of cases) {
    it(`are read from the message of ${server}`, () => {
      assert.deepEqual(contextFigures({ message }), figures);
    });
  }

  it('are read from the fields of llama.cpp', () => {
    const body = {
      error: {
        code: 400,
        message: 'the request exceeds the available context size, try increasing it',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 9000,
        n_ctx: 4096,
      },
    };
    const { limit, prompt } = contextFigures(readReport(JSON.stringify(body))) ?? {};
    assert.deepEqual([limit, prompt], [4096, 9000]);
  });

  it('are none where the server names none', () => {
    assert.equal(contextFigures({ message: 'Too long.' }), undefined);
    assert.equal(contextFigures({}), undefined);
  });
});
