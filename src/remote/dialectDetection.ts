import type { DialectName } from '../completions/dialectNames';
import { type AnswerHeaders, singleHeader } from './answerHeaders';

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

/** Who owns the models, by the lists of servers that always name themselves there. */
const BY_OWNER: Readonly<Record<string, DialectName>> = {
  vllm: 'vllm',
  llamacpp: 'llama.cpp',
  library: 'ollama',
  organization_owner: 'lmstudio',
};

/** A dialect, and whether it is certain or may be corrected by the server's answers. */
export interface Detected {
  readonly name: DialectName;
  readonly certain: boolean;
}

/**
 * The dialect that the server at `address` most likely speaks. Where nothing tells, it is vLLM's:
 * the plain common set of fields.
 */
export function detectDialect(address: Pick<URL, 'hostname' | 'port' | 'protocol'>): Detected {
  const byHost = BY_HOST[address.hostname];
  if (byHost) return { name: byHost, certain: true };
  const byPort = address.protocol === 'http:' ? BY_PORT[address.port] : undefined;
  return { name: byPort ?? 'vllm', certain: false };
}

/** The dialect that the head of any answer tells of: only llama.cpp names itself there. */
export function dialectOfHeaders(headers: AnswerHeaders): DialectName | undefined {
  return singleHeader(headers, 'server') === 'llama.cpp' ? 'llama.cpp' : undefined;
}

/** The dialect that a chunk of a completion tells of: only Ollama has a fingerprint of its own. */
export function dialectOfFingerprint(fingerprint: string | null | undefined) {
  return fingerprint === 'fp_ollama' ? 'ollama' : undefined;
}

/** The dialect that a list of models tells of, where all entries agree. */
export function dialectOfOwners(owners: readonly (string | undefined)[]): DialectName | undefined {
  const [first] = owners;
  if (first === undefined || owners.some((owner) => owner !== first)) return undefined;
  return Object.hasOwn(BY_OWNER, first) ? BY_OWNER[first] : undefined;
}
