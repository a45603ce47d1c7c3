import { type DialectName, DIALECT_NAMES } from '../completions/dialectNames';
import { GRAMMAR_ROOTS } from '../completions/parameterLimits';
import {
  isFlag,
  isOneOf,
  isText,
  isWhole,
  isWithin,
  mustBe,
  type Rule,
} from '../completions/parameterRules';
import { phrase, type Phrase } from '../completions/phrase';
import { REQUEST_RULES } from '../completions/requestRules';
import { EAGERNESS, type Eagerness } from '../inline/eagerness';
import type { FormatSettings } from '../prompt/formats/formatChoice';
import { FORMAT_NAMES } from '../prompt/formats/promptFormat';
import { isTemplate } from '../prompt/formats/templateRule';
import { FEWEST_TOKENS } from '../prompt/promptSize';

/** One setting: what its values have to keep. */
export interface Setting<T> {
  readonly rule: Rule;
  fits(value: unknown): value is T;
}

function setting<T>(rule: Rule): Setting<T> {
  return { rule, fits: (value): value is T => rule(value) === undefined };
}

/** Which backend answers: `automatic` is the server when there is a key for it. */
const BACKENDS = ['automatic', 'remote', 'embedded'] as const;

/** Whether ghost text comes by itself, or only when it is asked for. */
const TRIGGERS = ['automatic', 'manual'] as const;

/** Whether to save: `automatic` is while the machine runs on its battery. */
const BATTERY_SAVERS = ['automatic', 'always', 'never'] as const;

/** Milliseconds. */
const LONGEST_DELAY = 5_000;
const MOST_ALTERNATIVES = 3;
/** The window of the editor's text has no more to give to larger prompts. */
const MOST_PROMPT_TOKENS = 32_768;

const flag = setting<boolean>(isFlag);
const texts = setting<string[]>(isListOf(isText, phrase`a list of texts`));
const tokens = setting<number>(REQUEST_RULES.max_tokens);

/**
 * Every setting under `inkling.*`, with its type and the rule that a value of it keeps: that of the
 * API's parameter where it stands for one. What package.json says of them is compared with it by a test.
 */
const table = {
  backend: setting<(typeof BACKENDS)[number]>(isOneOf(BACKENDS)),
  endpoint: setting<string>(isHttpAddress),
  /** What kind of server the endpoint is: `automatic` tells it by the endpoint. */
  dialect: setting<'automatic' | DialectName>(isOneOf(['automatic', ...DIALECT_NAMES])),
  headers: setting<Record<string, string>>(isHeaderList),
  model: setting<string>(REQUEST_RULES.model),

  temperature: setting<number>(REQUEST_RULES.temperature),
  topP: setting<number>(REQUEST_RULES.top_p),
  stop: setting<string[]>(isStopList),
  maxTokens: tokens,
  minTokens: setting<number>(REQUEST_RULES.min_tokens),
  seed: setting<number | null>(orNull(REQUEST_RULES.seed)),
  grammarRoot: setting<'none' | (typeof GRAMMAR_ROOTS)[number]>(
    isOneOf(['none', ...GRAMMAR_ROOTS]),
  ),
  user: setting<string>(REQUEST_RULES.user),
  logprobs: flag,
  topLogprobs: setting<number>(REQUEST_RULES.top_logprobs),

  eagerness: setting<Eagerness>(isOneOf(EAGERNESS)),
  multiLine: flag,
  growth: flag,
  instantAnswer: flag,
  delay: setting<'automatic' | number>(isDelay),
  alternatives: setting<number>(isWhole(1, MOST_ALTERNATIVES)),
  trigger: setting<(typeof TRIGGERS)[number]>(isOneOf(TRIGGERS)),
  languages: setting<Record<string, boolean>>(isLanguageList),
  disabledFiles: texts,
  batterySaver: setting<(typeof BATTERY_SAVERS)[number]>(isOneOf(BATTERY_SAVERS)),

  'completeSelection.maxTokens': tokens,
  /** Its entries are parameters of the API, and checked together with the other settings. */
  'completeSelection.parameters': setting<Record<string, unknown>>(isObject),

  'prompt.format': setting<FormatSettings['format']>(isOneOf(['automatic', ...FORMAT_NAMES])),
  'prompt.template': setting<string>(isTemplateText),
  'prompt.maxTokens': setting<number>(isWhole(FEWEST_TOKENS, MOST_PROMPT_TOKENS)),
  'context.similarText': flag,
  'context.definitions': flag,
  'context.recentEdits': flag,
  'context.diagnostics': flag,
  'context.notebookCells': flag,
  ignore: texts,

  'inspector.history': flag,
};

type Values = {
  [Name in keyof typeof table]: (typeof table)[Name] extends Setting<infer T> ? T : never;
};

export type SettingName = keyof Values;
export type SettingOf<Name extends SettingName> = Values[Name];

export const SETTINGS: { readonly [Name in SettingName]: Setting<SettingOf<Name>> } = table;

function isDelay(value: unknown): Phrase | undefined {
  if (value === 'automatic' || isWithin([0, LONGEST_DELAY])(value) === undefined) return undefined;
  return mustBe(value, phrase`automatic or milliseconds from 0 to ${LONGEST_DELAY}`);
}

function isHttpAddress(value: unknown): Phrase | undefined {
  const protocol = typeof value === 'string' ? URL.parse(value)?.protocol : undefined;
  return /^https?:$/.test(protocol ?? '')
    ? undefined
    : mustBe(value, phrase`an address that begins with http:// or https://`);
}

/** Says nothing of the value: a header may be a secret. */
function isHeaderList(value: unknown): Phrase | undefined {
  const fits =
    isObject(value) === undefined &&
    Object.values(value ?? {}).every((each) => isText(each) === undefined);
  return fits ? undefined : phrase`is something else, but must be header names with texts`;
}

function isLanguageList(value: unknown): Phrase | undefined {
  const fits =
    isObject(value) === undefined &&
    Object.values(value ?? {}).every((each) => isFlag(each) === undefined);
  return fits ? undefined : mustBe(value, phrase`languages with true or false for each`);
}

function isObject(value: unknown): Phrase | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : mustBe(value, phrase`an object`);
}

/** A list, where the API takes a single text too: settings have one form. */
function isStopList(value: unknown): Phrase | undefined {
  return Array.isArray(value) ? REQUEST_RULES.stop(value) : mustBe(value, phrase`a list of texts`);
}

function isTemplateText(value: unknown): Phrase | undefined {
  return typeof value === 'string' && isTemplate(value)
    ? undefined
    : mustBe(value, phrase`a text with ${'{{prefix}}'}, once`);
}

function isListOf(rule: Rule, what: Phrase): Rule {
  return (value) =>
    Array.isArray(value) && value.every((each) => rule(each) === undefined)
      ? undefined
      : mustBe(value, what);
}

function orNull(rule: Rule): Rule {
  return (value) => (value === null ? undefined : rule(value));
}
