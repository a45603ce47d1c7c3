import type { ModelInfo, ModelPrice } from '../completions/completionBackend';
import { CompletionError } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import { finiteNumber, isJsonObject, type JsonObject, nonEmptyString, parseJson } from './json';

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
      message: phrase`${origin} answered the question for its models with something that is no list.`,
      remedy: phrase`Type the name of the model into the settings.`,
    });
  }
  return data.filter(isJsonObject).flatMap((entry) => {
    const id = nonEmptyString(entry['id']);
    return id === undefined ? [] : [{ id, ...known(detailsOf(entry)) }];
  });
}

/**
 * What a list says about a model, in the forms of Cerebras' public list (the types of its official
 * client), OpenRouter, vLLM, llama.cpp and Mistral; what has an unexpected form is left out.
 */
function detailsOf(entry: JsonObject): Omit<ModelInfo, 'id'> {
  const { limits, meta, architecture, deprecated, deprecation, preview } = entry;
  const { max_context_length: limit, max_completion_tokens: most } = objectOr(limits);
  const { n_ctx: loaded, n_ctx_train: trained } = objectOr(meta);
  const { max_context_length: longest, max_model_len: served, context_length: length } = entry;
  return {
    ownedBy: nonEmptyString(entry['owned_by']),
    name: nonEmptyString(entry['name']),
    contextLength: firstCount(limit, length, served, longest, loaded, trained),
    mostTokens: firstCount(most, entry['max_output_length']),
    price: priceOf(entry['pricing']),
    deprecated: isDeprecated(deprecated, deprecation),
    preview: typeof preview === 'boolean' ? preview : undefined,
    instructType: nonEmptyString(objectOr(architecture)['instruct_type']),
    parameters: parametersIn(entry),
  };
}

/** A flag, or the date of the end. */
function isDeprecated(flag: unknown, date: unknown): boolean | undefined {
  if (typeof flag === 'boolean') return flag;
  return nonEmptyString(date) === undefined ? undefined : true;
}

/** Prices come per token, as strings or numbers. */
function priceOf(pricing: unknown): ModelPrice | undefined {
  const prompt = amount(objectOr(pricing)['prompt']);
  const completion = amount(objectOr(pricing)['completion']);
  return prompt === undefined || completion === undefined ? undefined : { prompt, completion };
}

function amount(value: unknown): number | undefined {
  const written = typeof value === 'string' && /^\s*[\d.]+(?:e-?\d+)?\s*$/i.test(value);
  const number = finiteNumber(written ? Number(value) : value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** A list of names, or an object that says true or false for each. */
function parametersIn(entry: JsonObject): readonly string[] | undefined {
  const listed = entry['supported_parameters'] ?? entry['supported_sampling_parameters'];
  if (Array.isArray(listed)) return listed.filter((name) => typeof name === 'string');
  if (!isJsonObject(listed)) return undefined;
  return Object.keys(listed).filter((name) => listed[name] === true);
}

function firstCount(...values: readonly unknown[]): number | undefined {
  return values.map(finiteNumber).find((value) => value !== undefined && value > 0);
}

function objectOr(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** `details` without what is not known. */
function known(details: Omit<ModelInfo, 'id'>): Omit<ModelInfo, 'id'> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
