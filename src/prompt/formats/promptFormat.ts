/** The names of the formats, as the setting has them. */
export const FORMAT_NAMES = [
  'plain',
  'suffix',
  'qwen-coder',
  'qwen3-coder',
  'deepseek-coder',
  'starcoder',
  'codellama',
  'codestral',
  'codegemma',
  'seed-coder',
  'llama-instruct',
  'gpt-oss',
  'chatml',
  'qwen3',
  'instruction',
  'custom',
] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

/** What a format puts together. Every text in it is free of markers. */
export interface PromptContent {
  readonly path: string;
  readonly language: string;
  /** Everything that comes before the current file, each piece with its label. */
  readonly context: string;
  /** The beginning of the current file: its label, imports, enclosing declarations. */
  readonly head: string;
  readonly prefix: string;
  readonly suffix: string;
  /**
   * Where in `prefix` the hole begins for models that fill it by instruction: from there on the
   * prefix is the beginning of their answer. It moves in large steps.
   */
  readonly hole: number;
}

/** A piece of what is sent: a part of the content, or text of the format itself. */
export interface FramePiece {
  readonly part: 'context' | 'head' | 'prefix' | 'suffix' | 'format';
  readonly text: string;
}

/** How a prompt is put together for a family of models. */
export interface PromptFormat {
  readonly name: FormatName;
  /** Whether the suffix goes into the API's own field. */
  readonly suffixField: boolean;
  /** Where the completion ends, beside the model's own end: most important first. */
  readonly stop: readonly string[];
  /** A text that the model may put before its answer, and with which it ends it. */
  readonly answerTags?: { readonly open: string; readonly close: string };
  /** Whether the model begins its answer itself, so that it may put something before it. */
  readonly framed?: boolean;
  /** What stands before a piece of context, in a line of its own. */
  label(label: string, language: string): string;
  /** The prompt, piece by piece, without what goes into the suffix field. */
  frame(content: PromptContent): readonly FramePiece[];
}
