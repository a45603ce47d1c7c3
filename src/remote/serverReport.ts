import { finiteNumber, isJsonObject, type JsonObject, nonEmptyString, parseJson } from './json';

/** What a server says about a failure, whichever of the forms it says it in. */
export interface ServerReport {
  readonly message?: string | undefined;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  /** The parameter it does not like. */
  readonly parameter?: string | undefined;
  readonly id?: string | undefined;
  readonly status?: number | undefined;
  /** Figures that llama.cpp sends in fields: the model's context and the prompt, in tokens. */
  readonly figures?: { readonly limit?: number | undefined; readonly prompt?: number | undefined };
}

/** Reads the body of a refused request: JSON in any of the API's forms, plain text, a page, nothing. */
export function readReport(body: string): ServerReport {
  const value = parseJson(body);
  if (value !== undefined) return reportIn(value) ?? {};
  return body.trimStart().startsWith('<') ? {} : { message: nonEmptyString(body.trim()) };
}

/**
 * The failure that `value` tells of: `{error: {…}}`, `{error: "…"}`, flat `{message, …}`, or
 * `{detail: …}`. Undefined where it is no failure.
 */
export function reportIn(value: unknown): ServerReport | undefined {
  if (!isJsonObject(value)) return undefined;
  const { error } = value;
  if (isJsonObject(error)) return reportFrom({ status_code: value['status_code'], ...error });
  if (typeof error === 'string') return { ...reportFrom(value), message: nonEmptyString(error) };
  if ('choices' in value) return undefined;
  if (typeof value['message'] === 'string') return reportFrom(value);
  return 'detail' in value ? reportInDetail(value['detail']) : undefined;
}

function reportFrom(fields: JsonObject): ServerReport {
  const { message, code, type, param, id, status_code: status } = fields;
  const { n_ctx: limit, n_prompt_tokens: prompt } = fields;
  return {
    figures: { limit: finiteNumber(limit), prompt: finiteNumber(prompt) },
    message: nonEmptyString(message),
    code: nonEmptyString(code),
    type: nonEmptyString(type),
    parameter: nonEmptyString(param),
    id: nonEmptyString(id),
    // vLLM and llama.cpp send the status as code.
    status: finiteNumber(status) ?? finiteNumber(code),
  };
}

/** FastAPI's `detail`: a text, or a list of what is wrong where. */
function reportInDetail(detail: unknown): ServerReport {
  if (!Array.isArray(detail)) return { message: nonEmptyString(detail) };
  const problems = detail.filter(isJsonObject).map(({ loc, msg }) => {
    const place: unknown[] = Array.isArray(loc) ? loc.filter((part) => part !== 'body') : [];
    const text = [place.join('.'), nonEmptyString(msg)].filter(Boolean).join(': ');
    return { text, parameter: nonEmptyString(place[0]) };
  });
  const texts = problems.flatMap(({ text }) => (text === '' ? [] : text));
  return { message: nonEmptyString(texts.join('; ')), parameter: problems[0]?.parameter };
}
