/** The kinds of servers of the text Completions API, each with its own habits. */
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
