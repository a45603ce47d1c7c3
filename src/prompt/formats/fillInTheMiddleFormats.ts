import { lineComment } from '../lineComments';
import type { FramePiece, PromptContent, PromptFormat } from './promptFormat';

/** The marks around the parts of a prompt, from the models' documentation. */
interface Marks {
  readonly prefix: string;
  readonly suffix: string;
  readonly middle: string;
}

/** First what comes before, then what comes after: the order that most models learned. */
function prefixFirst({ prefix, suffix, middle }: Marks) {
  return (content: PromptContent): FramePiece[] => [
    { part: 'format', text: prefix },
    { part: 'context', text: content.context },
    { part: 'head', text: content.head },
    { part: 'prefix', text: content.prefix },
    { part: 'format', text: suffix },
    { part: 'suffix', text: content.suffix },
    { part: 'format', text: middle },
  ];
}

function suffixFirst({ prefix, suffix, middle }: Marks) {
  return (content: PromptContent): FramePiece[] => [
    { part: 'format', text: suffix },
    { part: 'suffix', text: content.suffix },
    { part: 'format', text: prefix },
    { part: 'context', text: content.context },
    { part: 'head', text: content.head },
    { part: 'prefix', text: content.prefix },
    ...(middle === '' ? [] : [{ part: 'format', text: middle } as const]),
  ];
}

const qwenMarks: Marks = {
  prefix: '<|fim_prefix|>',
  suffix: '<|fim_suffix|>',
  middle: '<|fim_middle|>',
};
const qwenStops = ['<|file_sep|>', '<|fim_prefix|>', '<|endoftext|>', '<|im_end|>'];

function format(
  name: PromptFormat['name'],
  frame: PromptFormat['frame'],
  stop: readonly string[],
): PromptFormat {
  return { name, suffixField: false, stop, label: lineComment, frame };
}

/** Qwen2.5-Coder: each file of the repository has a mark of its own before its path. */
const qwenCoder: PromptFormat = {
  ...format('qwen-coder', prefixFirst(qwenMarks), qwenStops),
  label: (label) => `<|file_sep|>${label}`,
  frame: ({ context, head, prefix, suffix }) => [
    { part: 'format', text: '<|repo_name|>workspace\n' },
    { part: 'context', text: context },
    { part: 'head', text: head },
    { part: 'format', text: qwenMarks.prefix },
    { part: 'prefix', text: prefix },
    { part: 'format', text: qwenMarks.suffix },
    { part: 'suffix', text: suffix },
    { part: 'format', text: qwenMarks.middle },
  ],
};

/** Qwen3-Coder: the same marks as before, in what the user says. */
const qwen3Coder = format(
  'qwen3-coder',
  (content) => [
    {
      part: 'format',
      text:
        '<|im_start|>system\nYou are a code completion assistant.<|im_end|>\n' +
        '<|im_start|>user\n',
    },
    ...prefixFirst(qwenMarks)(content),
    { part: 'format', text: '<|im_end|>\n<|im_start|>assistant\n' },
  ],
  ['<|im_end|>', ...qwenStops.filter((stop) => stop !== '<|im_end|>')],
);

export const fillInTheMiddleFormats: readonly PromptFormat[] = [
  qwenCoder,
  qwen3Coder,
  format(
    'deepseek-coder',
    prefixFirst({
      prefix: '<｜fim▁begin｜>',
      suffix: '<｜fim▁hole｜>',
      middle: '<｜fim▁end｜>',
    }),
    ['<｜end▁of▁sentence｜>'],
  ),
  format(
    'starcoder',
    prefixFirst({ prefix: '<fim_prefix>', suffix: '<fim_suffix>', middle: '<fim_middle>' }),
    ['<|endoftext|>', '<file_sep>'],
  ),
  format('codellama', prefixFirst({ prefix: '<PRE> ', suffix: ' <SUF>', middle: ' <MID>' }), [
    '<EOT>',
  ]),
  format('codestral', suffixFirst({ prefix: '[PREFIX]', suffix: '[SUFFIX]', middle: '' }), [
    '</s>',
  ]),
  format('codegemma', prefixFirst(qwenMarks), [
    '<|file_separator|>',
    '<eos>',
    '<|end_of_text|>',
    '<|fim_prefix|>',
  ]),
  format(
    'seed-coder',
    suffixFirst({
      prefix: '<[fim-prefix]>',
      suffix: '<[fim-suffix]>',
      middle: '<[fim-middle]>',
    }),
    ['<[end▁of▁sentence]>'],
  ),
];
