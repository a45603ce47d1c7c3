import type * as v from 'valibot';
import { GRAMMAR_ROOTS, LIMITS } from '../completions/completionRequest';
import {
  isFilledText,
  isFlag,
  isOneOf,
  isStop,
  isText,
  isWhole,
  isWithin,
  mustBe,
  type Rule,
  ruled,
} from '../completions/parameterRules';
import { EAGERNESS, type Eagerness } from '../inline/eagerness';
import type { FormatSettings } from '../prompt/formats/formatChoice';
import { FORMAT_NAMES } from '../prompt/formats/promptFormat';
import { isTemplate } from '../prompt/formats/templateFormat';
import { FEWEST_TOKENS } from '../prompt/promptBuilder';

/** Which backend answers: `automatic` is the server when there is a key for it. */
const BACKENDS = ['automatic', 'remote', 'embedded'] as const;

/** What kind of server the endpoint is: `automatic` tells it by the endpoint. */
const DIALECTS = [
  'automatic',
  'cerebras',
  'openai',
  'vllm',
  'llama.cpp',
  'ollama',
  'lmstudio',
  'deepseek',
  'mistral',
] as const;

/** Milliseconds. */
const LONGEST_DELAY = 5_000;
const MOST_ALTERNATIVES = 3;
/** The window of the editor's text has no more to give to larger prompts. */
const MOST_PROMPT_TOKENS = 32_768;

const flag = ruled<boolean>(isFlag);
const filledText = ruled<string>(isFilledText);
const texts = ruled<string[]>(isListOf(isText, 'a list of texts'));
const tokens = ruled<number>(isWhole(1));

/**
 * Every setting under `inkling.*`, with its type and the rule that a value of it keeps. Ranges are
 * those of the API's parameters. What package.json says of them is compared with it by a test.
 */
export const SETTINGS = {
  backend: ruled<(typeof BACKENDS)[number]>(isOneOf(BACKENDS)),
  endpoint: ruled<string>(isHttpAddress),
  dialect: ruled<(typeof DIALECTS)[number]>(isOneOf(DIALECTS)),
  headers: ruled<Record<string, string>>(isHeaderList),
  model: filledText,

  temperature: ruled<number>(isWithin(LIMITS.temperature)),
  topP: ruled<number>(isWithin(LIMITS.top_p)),
  stop: ruled<string[]>(isStopList),
  maxTokens: tokens,
  minTokens: ruled<number>(isWhole(-1)),
  seed: ruled<number | null>(orNull(isWhole(Number.MIN_SAFE_INTEGER))),
  grammarRoot: ruled<'none' | (typeof GRAMMAR_ROOTS)[number]>(isOneOf(['none', ...GRAMMAR_ROOTS])),
  user: ruled<string>(isText),
  logprobs: flag,
  topLogprobs: ruled<number>(isWhole(...LIMITS.top_logprobs)),

  eagerness: ruled<Eagerness>(isOneOf(EAGERNESS)),
  multiLine: flag,
  growth: flag,
  instantAnswer: flag,
  delay: ruled<'automatic' | number>(isDelay),
  alternatives: ruled<number>(isWhole(1, MOST_ALTERNATIVES)),

  'completeSelection.maxTokens': tokens,
  /** Its entries are parameters of the API, and checked together with the other settings. */
  'completeSelection.parameters': ruled<Record<string, unknown>>(isObject),

  'prompt.format': ruled<FormatSettings['format']>(isOneOf(['automatic', ...FORMAT_NAMES])),
  'prompt.template': ruled<string>(isTemplateText),
  'prompt.maxTokens': ruled<number>(isWhole(FEWEST_TOKENS, MOST_PROMPT_TOKENS)),
  'context.similarText': flag,
  'context.definitions': flag,
  'context.recentEdits': flag,
  'context.diagnostics': flag,
  'context.notebookCells': flag,
  ignore: texts,

  'inspector.history': flag,
};

export type SettingName = keyof typeof SETTINGS;
export type SettingOf<Name extends SettingName> = v.InferOutput<(typeof SETTINGS)[Name]>;

function isDelay(value: unknown): string | undefined {
  if (value === 'automatic' || isWithin([0, LONGEST_DELAY])(value) === undefined) return undefined;
  return mustBe(value, `automatic or milliseconds from 0 to ${LONGEST_DELAY}`);
}

function isHttpAddress(value: unknown): string | undefined {
  const protocol = typeof value === 'string' ? URL.parse(value)?.protocol : undefined;
  return /^https?:$/.test(protocol ?? '')
    ? undefined
    : mustBe(value, 'an address that begins with http:// or https://');
}

/** Says nothing of the value: a header may be a secret. */
function isHeaderList(value: unknown): string | undefined {
  const fits =
    isObject(value) === undefined &&
    Object.values(value ?? {}).every((each) => isText(each) === undefined);
  return fits ? undefined : 'is something else, but must be header names with texts';
}

function isObject(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : mustBe(value, 'an object');
}

/** A list, where the API takes a single text too: settings have one form. */
function isStopList(value: unknown): string | undefined {
  return Array.isArray(value) ? isStop(LIMITS.stop)(value) : mustBe(value, 'a list of texts');
}

function isTemplateText(value: unknown): string | undefined {
  return typeof value === 'string' && isTemplate(value)
    ? undefined
    : mustBe(value, 'a text with {{prefix}}, once');
}

function isListOf(rule: Rule, what: string): Rule {
  return (value) =>
    Array.isArray(value) && value.every((each) => rule(each) === undefined)
      ? undefined
      : mustBe(value, what);
}

function orNull(rule: Rule): Rule {
  return (value) => (value === null ? undefined : rule(value));
}
