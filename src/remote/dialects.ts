import type { CompletionRequest } from '../completions/completionRequest';
import type { DialectName } from '../completions/dialectNames';
import { LIMITS } from '../completions/parameterLimits';
import { type AnswerForm, CHAT_FORM, COMPLETION_FORM } from './answerForm';
import { GENERATE_FORM } from './generateAnswer';
import { INFILL_FORM, LLAMA_COMPLETION_FORM } from './infillAnswer';

/** The parameters that not every server takes; the others travel in every dialect. */
export type DialectField = Exclude<
  keyof CompletionRequest,
  'prompt' | 'model' | 'max_tokens' | 'temperature' | 'top_p' | 'stop' | 'logprobs' | 'top_logprobs'
>;

/** One of a server's ways to be asked for a completion. */
export interface Route {
  readonly path: string;
  /** What the parameters are called and where they stand in the body. */
  readonly body: 'completions' | 'infill' | 'generate';
  readonly answer: AnswerForm;
}

/** How one kind of server wants to be asked, and how it answers. */
export interface Dialect {
  /** The server's name in a sentence. */
  readonly server: string;
  readonly route: Route;
  /** Another way for a request with a suffix. */
  readonly suffixRoute?: Route;
  readonly modelsPath: string;
  /** Where the server lists its models with context lengths and prices, for everyone. */
  readonly publicModelsPath?: string;
  /** What to ask for in order to have a connection ready. */
  readonly warmUpPath?: string;
  /** What may be sent: some servers refuse a request for one field they do not know. */
  readonly fields: readonly DialectField[];
  /** The server's own names of fields. */
  readonly renamed?: Partial<Record<DialectField, string>>;
  /** Whether only one text is taken as prompt: no list, no token ids. */
  readonly singleTextPrompt: boolean;
  /** Most stop sequences in one request. */
  readonly mostStops: number;
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
  readonly top_p?: number;
  /** Whether the prompt goes to the model as it is, not wrapped into a chat template. */
  readonly rawPrompt: boolean;
  /** Whether the body may be compressed with gzip. */
  readonly gzip: boolean;
}

/** What nearly every server has: the way that is left where a server lacks another one. */
export const STANDARD_ROUTE: Route = {
  path: '/v1/completions',
  body: 'completions',
  answer: COMPLETION_FORM,
};

const standard = {
  route: STANDARD_ROUTE,
  modelsPath: '/v1/models',
  singleTextPrompt: false,
  mostStops: LIMITS.stop,
  usageOnRequest: true,
  rawPrompt: true,
  gzip: false,
} as const;

const penalties = ['frequency_penalty', 'presence_penalty', 'logit_bias'] as const;

/** The servers, from their documentation and their source. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  cerebras: {
    ...standard,
    server: 'Cerebras',
    publicModelsPath: '/public/v1/models',
    warmUpPath: '/v1/tcp_warming',
    fields: [
      ...penalties,
      'min_tokens',
      'seed',
      'n',
      'best_of',
      'echo',
      'return_raw_tokens',
      'grammar_root',
      'user',
      'prompt_cache_key',
    ],
    mostStops: 4,
    logprobs: { form: 'flagAndCount', fewest: 0, most: 20 },
    usageOnRequest: false,
    gzip: true,
  },
  openai: {
    ...standard,
    server: 'OpenAI',
    fields: [...penalties, 'suffix', 'seed', 'n', 'best_of', 'echo', 'user'],
    mostStops: 4,
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
    route: { ...STANDARD_ROUTE, answer: LLAMA_COMPLETION_FORM },
    suffixRoute: { path: '/infill', body: 'infill', answer: INFILL_FORM },
    fields: [...penalties, 'suffix', 'seed'],
    // 0 turns them off there.
    logprobs: { form: 'count', fewest: 1, most: 20 },
    temperature: 1,
    top_p: 1,
  },
  ollama: {
    ...standard,
    server: 'Ollama',
    // Its /v1/completions puts the prompt into a chat template and drops log probabilities.
    route: { path: '/api/generate', body: 'generate', answer: GENERATE_FORM },
    fields: ['frequency_penalty', 'presence_penalty', 'suffix', 'seed'],
    singleTextPrompt: true,
    logprobs: { form: 'flagAndCount', fewest: 0, most: 20 },
    temperature: 1,
    top_p: 1,
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
    route: { ...STANDARD_ROUTE, path: '/beta/completions' },
    modelsPath: '/models',
    fields: ['frequency_penalty', 'presence_penalty', 'suffix', 'echo'],
    singleTextPrompt: true,
    logprobs: { form: 'count', fewest: 0, most: 20 },
  },
  mistral: {
    ...standard,
    server: 'Mistral',
    route: { path: '/v1/fim/completions', body: 'completions', answer: CHAT_FORM },
    fields: ['suffix', 'min_tokens', 'seed'],
    renamed: { seed: 'random_seed' },
    singleTextPrompt: true,
    usageOnRequest: false,
  },
};
