import type { ModelInfo } from '../completions/completionBackend';
import { CompletionError } from '../completions/completionError';
import { isJsonObject, nonEmptyString, parseJson } from './json';

/**
 * The models in the body of an answer to `/v1/models`; entries without an id are left out.
 *
 * @throws CompletionError of kind `protocol` where it is no list of models
 */
export function readModelList(body: string, origin: string): ModelInfo[] {
  const value = parseJson(body);
  const data = isJsonObject(value) ? value['data'] : value;
  if (!Array.isArray(data)) {
    throw new CompletionError({
      kind: 'protocol',
      message: `${origin} answered the question for its models with something that is no list.`,
      remedy: 'Type the name of the model into the settings.',
    });
  }
  return data.filter(isJsonObject).flatMap((entry) => {
    const id = nonEmptyString(entry['id']);
    return id === undefined ? [] : [{ id, ownedBy: nonEmptyString(entry['owned_by']) }];
  });
}
