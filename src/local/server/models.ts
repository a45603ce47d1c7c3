import { GRAMMAR_ROOTS, LIMITS } from '../../completions/parameterLimits';
import { EMBEDDED_MODEL } from '../embeddedModel';
import { LONGEST_SEQUENCE } from '../promptReading';
import { unknownModel } from './refusals';

const { id, ownedBy } = EMBEDDED_MODEL;

/** @param created when the model began to learn, in seconds since 1970 */
function entry(created: number): object {
  return { id, object: 'model', created, owned_by: ownedBy };
}

export function modelList(created: number): object {
  return { object: 'list', data: [entry(created)] };
}

/** @throws CompletionError with status 404 */
export function modelById(wanted: string, created: number): object {
  if (wanted !== id) throw unknownModel(wanted, [id]);
  return entry(created);
}

/** The list that needs no key: what the models cost and can do. */
export function publicModelList(created: number): object {
  const model = {
    ...{ id, object: 'model', created, owned_by: ownedBy, name: 'Inkling, embedded' },
    description:
      'An n-gram model of the open workspace. It continues code; it follows no instruction.',
    pricing: { prompt: '0', completion: '0' },
    limits: { max_context_length: LONGEST_SEQUENCE, max_completion_tokens: LONGEST_SEQUENCE },
    supported_parameters: [
      ...['max_tokens', 'min_tokens', 'temperature', 'top_p', 'stop', 'seed', 'n', 'best_of'],
      ...['echo', 'suffix', 'return_raw_tokens', 'grammar_root', 'logprobs', 'top_logprobs'],
      ...['frequency_penalty', 'presence_penalty', 'logit_bias', 'user', 'prompt_cache_key'],
    ],
    grammar_roots: GRAMMAR_ROOTS,
    max_top_logprobs: LIMITS.top_logprobs[1],
    ...{ deprecated: false, preview: false },
  };
  return { object: 'list', data: [model] };
}
