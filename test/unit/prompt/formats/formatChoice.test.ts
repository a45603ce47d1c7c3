import assert from 'node:assert/strict';
import { chooseFormat } from '../../../../src/prompt/formats/formatChoice';
import { markersIn } from '../../../../src/prompt/specialMarkers';
import { isTemplate } from '../../../../src/prompt/formats/templateRule';
import { promptFor } from '../../../support/promptTesting';

const AUTOMATIC = { format: 'automatic', template: '' } as const;
const RAW = { suffix: false, rawPrompt: true };

describe('The format of a prompt', () => {
  for (const [model, format] of [
    ['llama3.1-8b', 'llama-instruct'],
    ['llama-3.3-70b', 'llama-instruct'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'llama-instruct'],
    ['meta-llama/Llama-3.1-8B', 'plain'],
    ['gpt-oss-120b', 'gpt-oss'],
    ['openai/gpt-oss-20b', 'gpt-oss'],
    ['qwen-3.8-27b', 'qwen3'],
    ['Qwen/Qwen3-32B', 'qwen3'],
    ['qwq-32b', 'qwen3'],
    ['Qwen/Qwen3-30B-A3B-Thinking-2507', 'qwen3'],
    ['Qwen/Qwen2.5-7B-Instruct', 'chatml'],
    ['qwen2.5:14b', 'chatml'],
    ['qwen1.5-7b-chat', 'chatml'],
    ['qwen-3-235b-a22b-instruct-2507', 'chatml'],
    ['Qwen/Qwen2.5-Coder-7B', 'qwen-coder'],
    ['qwen2.5-coder:1.5b-base', 'qwen-coder'],
    ['qwen3-coder-480b', 'qwen3-coder'],
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct', 'qwen3-coder'],
    ['deepseek-coder-v2:16b', 'deepseek-coder'],
    ['deepseek-r1-distill-llama-70b', 'plain'],
    ['bigcode/starcoder2-7b', 'starcoder'],
    ['granite-8b-code-base', 'starcoder'],
    ['granite-4.0-h-small', 'codegemma'],
    ['codellama:7b-code', 'codellama'],
    ['codellama-34b', 'plain'],
    ['codestral-2508', 'codestral'],
    ['google/codegemma-2b', 'codegemma'],
    ['ByteDance-Seed/Seed-Coder-8B-Base', 'seed-coder'],
    ['zai-glm-4.7', 'plain'],
    ['never-heard-of', 'plain'],
  ] as const) {
    it(`for ${model} is ${format}`, () => {
      assert.equal(chooseFormat(AUTOMATIC, model, RAW).name, format);
    });
  }

  it('is left to a server that knows what a suffix is', () => {
    const capabilities = { suffix: true, rawPrompt: true };
    assert.equal(chooseFormat(AUTOMATIC, 'deepseek-coder', capabilities).name, 'suffix');
  });

  it('has no marks where the server puts a chat around the prompt', () => {
    const wrapped = { suffix: false, rawPrompt: false };
    assert.equal(chooseFormat(AUTOMATIC, 'llama3.1', wrapped).name, 'instruction');
    const ollama = { suffix: true, rawPrompt: false };
    assert.equal(chooseFormat(AUTOMATIC, 'qwen2.5-coder', ollama).name, 'suffix');
    assert.equal(chooseFormat(AUTOMATIC, 'llama3.1', ollama).name, 'instruction');
  });

  it('is the one that the person has chosen', () => {
    const chosen = { format: 'codestral', template: '' } as const;
    assert.equal(chooseFormat(chosen, 'qwen2.5-coder', RAW).name, 'codestral');
  });

  for (const [model, expected] of [
    [
      'qwen2.5-coder',
      '<|repo_name|>workspace\n<|file_sep|>src/file.ts\n<|fim_prefix|>a = <|fim_suffix|>;<|fim_middle|>',
    ],
    ['deepseek-coder', '<｜fim▁begin｜>// src/file.ts\na = <｜fim▁hole｜>;<｜fim▁end｜>'],
    ['starcoder2', '<fim_prefix>// src/file.ts\na = <fim_suffix>;<fim_middle>'],
    ['codellama-7b', '<PRE> // src/file.ts\na =  <SUF>; <MID>'],
    ['codestral', '[SUFFIX];[PREFIX]// src/file.ts\na = '],
    ['codegemma', '<|fim_prefix|>// src/file.ts\na = <|fim_suffix|>;<|fim_middle|>'],
    ['seed-coder', '<[fim-suffix]>;<[fim-prefix]>// src/file.ts\na = <[fim-middle]>'],
    ['never-heard-of', '// src/file.ts\na = '],
  ] as const) {
    it(`${model} is asked in its own way`, () => {
      assert.equal(promptFor('a = |;', { model }).text, expected);
    });
  }

  for (const [model, beginning] of [
    ['llama-3.3-70b', '<|start_header_id|>system<|end_header_id|>\n\n'],
    ['gpt-oss-120b', '<|start|>system<|message|>'],
    ['qwen-3.8-27b', '<|im_start|>system\n'],
    ['qwen2.5-7b-instruct', '<|im_start|>system\n'],
  ] as const) {
    it(`${model} is told of a hole, and its answer is begun with the end of the prefix`, () => {
      const { text, request } = promptFor('first();\na = |;\n', { model });
      assert.ok(text.startsWith(beginning), text);
      assert.match(text, /src\/file\.ts\n<HOLE\/>;\n/);
      assert.ok(text.endsWith('<COMPLETION>first();\na = '), text);
      assert.equal(request.stop?.[0], '</COMPLETION>');
    });
  }

  it('has an empty thought for the models that would think first, and for no other', () => {
    const beginsWithThought = (model: string) =>
      promptFor('a = |;', { model }).text.includes(
        '<|im_start|>assistant\n<think>\n\n</think>\n\n<COMPLETION>',
      );
    assert.ok(beginsWithThought('qwen-3.8-27b'));
    for (const model of ['qwen2.5-7b-instruct', 'qwen-3-235b-a22b-instruct-2507']) {
      assert.ok(!beginsWithThought(model));
      assert.doesNotMatch(promptFor('a = |;', { model }).text, /<think>/);
    }
  });

  it('only changes at its end while a line is typed, where a hole is filled', () => {
    const at = (line: string) => promptFor(`first();\n${line}|\nlast();`, { model: 'llama3.1-8b' });
    const before = at('const a').text;
    assert.ok(at('const ab').text.startsWith(before));
  });

  it("can be the person's own template", () => {
    const template = '{{language}} {{path}}: {{suffix}} <- {{prefix}}';
    const { text } = promptFor('say {{suffix}} |{{prefix}}', { format: 'custom', template });
    assert.equal(text, 'typescript src/file.ts: {{prefix}} <- // src/file.ts\nsay {{suffix}} ');
  });

  it('has no marker either where a template joins two texts of the person', () => {
    const { text } = promptFor('a <fim_|prefix> b', {
      format: 'custom',
      template: '{{prefix}}{{suffix}}',
    });
    assert.deepEqual(markersIn(text), []);
    assert.equal(text.replace('\u2060', ''), '// src/file.ts\na <fim_prefix> b');
  });

  it('needs the prefix in a template', () => {
    assert.equal(isTemplate('{{prefix}}'), true);
    assert.equal(isTemplate('{{suffix}}'), false);
    assert.equal(isTemplate('{{prefix}}{{prefix}}'), false);
  });
});
