import type { FramePiece, PromptContent, PromptFormat } from './promptFormat';

/** The tags between which the answer stands, and the mark of the hole. */
const TAGS = { open: '<COMPLETION>', close: '</COMPLETION>' };
const HOLE = '<HOLE/>';

const SYSTEM =
  'You complete code and text in an editor. You are shown a file with a hole and write exactly ' +
  `what belongs into it, between ${TAGS.open} and ${TAGS.close}: no explanation, no code fence, ` +
  'nothing that already stands after the hole. Keep to the style and indentation of the file.';

/** How a chat is written as one text. */
interface ChatMarks {
  readonly beforeSystem: string;
  readonly beforeUser: string;
  readonly beforeAnswer: string;
}

/**
 * What the user says: all that is stable first, then the file with its hole. The hole begins some
 * lines before the cursor; from there the prefix is the beginning of the answer. So while a person
 * types, only the end of the prompt changes.
 */
function question(content: PromptContent): FramePiece[] {
  const { context, head, prefix, suffix, hole, path, language } = content;
  return [
    { part: 'context', text: context },
    { part: 'format', text: `The file ${path} (${language}):\n` },
    { part: 'head', text: head },
    { part: 'prefix', text: prefix.slice(0, hole) },
    { part: 'format', text: HOLE },
    { part: 'suffix', text: suffix },
    { part: 'format', text: `\n\nWrite what belongs into the hole ${HOLE}.` },
  ];
}

function chat(
  name: PromptFormat['name'],
  { beforeSystem, beforeUser, beforeAnswer }: ChatMarks,
  stop: readonly string[],
): PromptFormat {
  return {
    name,
    suffixField: false,
    stop: [TAGS.close, ...stop],
    answerTags: TAGS,
    label: (label) => `--- ${label}`,
    frame: (content) => [
      { part: 'format', text: `${beforeSystem}${SYSTEM}${beforeUser}` },
      ...question(content),
      { part: 'format', text: `${beforeAnswer}${TAGS.open}` },
      { part: 'prefix', text: content.prefix.slice(content.hole) },
    ],
  };
}

const CHATML: ChatMarks = {
  beforeSystem: '<|im_start|>system\n',
  beforeUser: '<|im_end|>\n<|im_start|>user\n',
  beforeAnswer: '<|im_end|>\n<|im_start|>assistant\n',
};

/** The formats of models that follow instructions but know no marks for filling in. */
export const instructionFormats: readonly PromptFormat[] = [
  chat(
    'llama-instruct',
    {
      beforeSystem: '<|start_header_id|>system<|end_header_id|>\n\n',
      beforeUser: '<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n',
      beforeAnswer: '<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    },
    ['<|eot_id|>'],
  ),
  chat(
    'gpt-oss',
    {
      beforeSystem: '<|start|>system<|message|>Reasoning: low\n\n',
      beforeUser: '<|end|><|start|>user<|message|>',
      beforeAnswer: '<|end|><|start|>assistant<|channel|>final<|message|>',
    },
    ['<|return|>', '<|call|>', '<|end|>'],
  ),
  chat('chatml', CHATML, ['<|im_end|>']),
  chat(
    'qwen3',
    // These models think first: an empty thought tells them that they have.
    { ...CHATML, beforeAnswer: `${CHATML.beforeAnswer}<think>\n\n</think>\n\n` },
    ['<|im_end|>'],
  ),
  {
    // For servers that put a chat around the prompt themselves: the answer cannot be begun for the
    // model, so the hole is at the cursor.
    name: 'instruction',
    suffixField: false,
    stop: [TAGS.close],
    answerTags: TAGS,
    framed: true,
    label: (label) => `--- ${label}`,
    frame: (content) => [
      { part: 'format', text: `${SYSTEM}\n\n` },
      ...question({ ...content, hole: content.prefix.length }),
      { part: 'format', text: ` Begin with ${TAGS.open}.` },
    ],
  },
];
