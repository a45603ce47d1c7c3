import type { CompletionRequest } from '../completions/completionRequest';

export const DIALECT_NAMES = [
  'cerebras',
  'openai',
  'vllm',
  'llama.cpp',
  'ollama',
  'lmstudio',
  'deepseek',
  'mistral',
] as const;

export type DialectName = (typeof DIALECT_NAMES)[number];

/** The parameters that not every server takes; the others travel in every dialect. */
export type DialectField = Exclude<
  keyof CompletionRequest,
  'prompt' | 'model' | 'max_tokens' | 'temperature' | 'top_p' | 'stop' | 'logprobs' | 'top_logprobs'
>;

/** How one kind of server wants to be asked, and how it answers. */
export interface Dialect {
  /** The server's name in a sentence. */
  readonly server: string;
  readonly completionsPath: string;
  readonly modelsPath: string;
  /** What may be sent: some servers refuse a request for one field they do not know. */
  readonly fields: readonly DialectField[];
  /** The server's own names of fields. */
  readonly renamed?: Partial<Record<DialectField, string>>;
  /** Whether only one text is taken as prompt: no list, no token ids. */
  readonly singleTextPrompt: boolean;
  /** How log probabilities are asked for; absent where the server gives none. */
  readonly logprobs?: {
    /** `logprobs: true` with `top_logprobs: N`, or `logprobs: N`. */
    readonly form: 'flagAndCount' | 'count';
    readonly fewest: number;
    readonly most: number;
  };
  /** Whether usage comes only with `stream_options.include_usage`. */
  readonly usageOnRequest: boolean;
  /** Sent where the request leaves it open, because the server's own default is not the API's. */
  readonly temperature?: number;
  /** Whether the prompt goes to the model as it is, not wrapped into a chat template. */
  readonly rawPrompt: boolean;
  /** Whether it takes compressed requests. */
  readonly gzip: boolean;
  /** What to ask it for so that a connection is there before it is needed; absent where nothing is. */
  readonly warmUpPath?: string;
  /** Where a choice has its text: in `text`, or in `delta.content` as in the chat API. */
  readonly textIn: 'text' | 'delta';
}

const standard = {
  completionsPath: '/v1/completions',
  modelsPath: '/v1/models',
  singleTextPrompt: false,
  usageOnRequest: true,
  rawPrompt: true,
  gzip: false,
  textIn: 'text',
} as const;

const penalties = ['frequency_penalty', 'presence_penalty', 'logit_bias'] as const;

/**
 * The servers, from their documentation. `best_of` is in no list: servers refuse it for a streamed
 * completion, and every completion is streamed.
 */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  cerebras: {
    ...standard,
    server: 'Cerebras',
    fields: [
      ...penalties,
      'min_tokens',
      'seed',
      'n',
      'echo',
      'return_raw_tokens',
      'grammar_root',
      'user',
      'prompt_cache_key',
    ],
    logprobs: { form: 'flagAndCount', fewest: 0, most: 20 },
    usageOnRequest: false,
    gzip: true,
    warmUpPath: '/v1/tcp_warming',
  },
  openai: {
    ...standard,
    server: 'OpenAI',
    fields: [...penalties, 'suffix', 'seed', 'n', 'echo', 'user'],
    logprobs: { form: 'count', fewest: 0, most: 5 },
  },
  vllm: {
    ...standard,
    server: 'vLLM',
    fields: [...penalties, 'min_tokens', 'seed', 'n', 'echo', 'user'],
    logprobs: { form: 'count', fewest: 0, most: 20 },
  },
  'llama.cpp': {
    ...standard,
    server: 'llama.cpp',
    fields: [...penalties, 'seed'],
    // 0 turns them off there.
    logprobs: { form: 'count', fewest: 1, most: 20 },
    temperature: 1,
  },
  ollama: {
    ...standard,
    server: 'Ollama',
    rawPrompt: false,
    fields: ['frequency_penalty', 'presence_penalty', 'suffix', 'seed'],
    singleTextPrompt: true,
  },
  lmstudio: {
    ...standard,
    server: 'LM Studio',
    fields: [...penalties, 'seed'],
    singleTextPrompt: true,
  },
  deepseek: {
    ...standard,
    server: 'DeepSeek',
    completionsPath: '/beta/completions',
    modelsPath: '/models',
    fields: ['frequency_penalty', 'presence_penalty', 'suffix', 'echo'],
    singleTextPrompt: true,
    logprobs: { form: 'count', fewest: 0, most: 20 },
  },
  mistral: {
    ...standard,
    server: 'Mistral',
    completionsPath: '/v1/fim/completions',
    fields: ['suffix', 'min_tokens', 'seed'],
    renamed: { seed: 'random_seed' },
    singleTextPrompt: true,
    usageOnRequest: false,
    textIn: 'delta',
  },
};
