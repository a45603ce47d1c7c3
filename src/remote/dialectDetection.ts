import type { DialectName } from './dialects';

const BY_HOST: Readonly<Record<string, DialectName>> = {
  'api.cerebras.ai': 'cerebras',
  'api.openai.com': 'openai',
  'api.deepseek.com': 'deepseek',
  'api.mistral.ai': 'mistral',
  'codestral.mistral.ai': 'mistral',
};

/** The ports on which the local servers listen unless told otherwise. */
const BY_PORT: Readonly<Record<string, DialectName>> = {
  '11434': 'ollama',
  '8080': 'llama.cpp',
  '1234': 'lmstudio',
};

/**
 * The dialect that the server at `address` most likely speaks. Where nothing tells, it is vLLM's:
 * the plain common set of fields.
 */
export function detectDialect(address: Pick<URL, 'hostname' | 'port' | 'protocol'>): DialectName {
  const byPort = address.protocol === 'http:' ? BY_PORT[address.port] : undefined;
  return BY_HOST[address.hostname] ?? byPort ?? 'vllm';
}
