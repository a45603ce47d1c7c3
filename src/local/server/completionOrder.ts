import { invalidParameter, unknownParameter } from '../../completions/completionError';
import { type CompletionRequest, validateRequest } from '../../completions/completionRequest';
import { mustBe, tooManyStops } from '../../completions/parameterRules';
import { phrase } from '../../completions/phrase';
import { stopSequences } from '../../completions/requestForms';
import { wrongFormat } from './refusals';

/** The most stop sequences of the API. */
const MOST_STOPS = 4;

/** What a client wants, and how it wants to have it. */
export interface CompletionOrder {
  readonly request: CompletionRequest;
  readonly stream: boolean;
  /** Whether a stream's last chunk says what was used; it does unless the client says no. */
  readonly usage: boolean;
}

/**
 * Reads the body of a request for a completion. A parameter that is null counts as left out.
 *
 * @throws CompletionError of kind `invalidRequest` that names what is wrong
 */
export function readOrder(text: string): CompletionOrder {
  const { stream, stream_options: options, ...parameters } = readObject(text);
  const given = Object.entries(parameters).map(([name, value]) => [name, value ?? undefined]);
  const request = validateRequest({
    ...Object.fromEntries(given),
    prompt: parameters['prompt'] ?? '',
  });
  const stops = stopSequences(request).length;
  if (stops > MOST_STOPS) {
    throw invalidParameter('stop', tooManyStops(stops, MOST_STOPS));
  }
  return { request, stream: readFlag('stream', stream) ?? false, usage: readUsage(options) };
}

function readObject(text: string): Record<string, unknown> {
  const value = parse(text);
  if (!isObject(value)) {
    throw wrongFormat('The body of the request is no JSON object.', 'Send one with a prompt.');
  }
  // What every object has by itself would pass for a known name.
  const inherited = Object.keys(value).find((name) => name in Object.prototype);
  if (inherited !== undefined) throw unknownParameter(inherited);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : '';
    throw wrongFormat(`The body of the request is not JSON: ${reason}.`, 'Send a JSON object.');
  }
}

function readUsage(options: unknown): boolean {
  if (options === undefined || options === null) return true;
  if (!isObject(options))
    throw invalidParameter('stream_options', mustBe(options, phrase`an object`));
  const other = Object.keys(options).find((name) => name !== 'include_usage');
  if (other !== undefined) {
    throw unknownParameter(`stream_options.${other}`);
  }
  return readFlag('stream_options.include_usage', options['include_usage']) ?? true;
}

function readFlag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw invalidParameter(name, mustBe(value, phrase`true or false`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
