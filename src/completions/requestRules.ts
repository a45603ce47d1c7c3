import { GRAMMAR_ROOTS, LIMITS } from './parameterLimits';
import { phrase, type Phrase } from './phrase';
import {
  isBias,
  isFilledText,
  isFlag,
  isOneOf,
  isStop,
  isText,
  isWhole,
  isWithin,
  mustBe,
  type Rule,
} from './parameterRules';

const alternatives = isWhole(...LIMITS.top_logprobs);

/** The rule of each parameter of a request but its prompt. Settings that stand for one keep it too. */
export const REQUEST_RULES = {
  model: isFilledText,
  suffix: isText,
  max_tokens: isWhole(1),
  min_tokens: isWhole(-1),
  temperature: isWithin(LIMITS.temperature),
  top_p: isWithin(LIMITS.top_p),
  stop: isStop(LIMITS.stop),
  seed: isWhole(Number.MIN_SAFE_INTEGER),
  n: isWhole(1),
  best_of: isWhole(1),
  echo: isFlag,
  return_raw_tokens: isFlag,
  grammar_root: isOneOf(GRAMMAR_ROOTS),
  logprobs: isFlagOrAlternatives,
  top_logprobs: alternatives,
  frequency_penalty: isWithin(LIMITS.penalty),
  presence_penalty: isWithin(LIMITS.penalty),
  logit_bias: isBias(LIMITS.bias),
  user: isText,
  prompt_cache_key: isText,
} as const satisfies Readonly<Record<string, Rule>>;

function isFlagOrAlternatives(value: unknown): Phrase | undefined {
  return typeof value === 'boolean' || alternatives(value) === undefined
    ? undefined
    : mustBe(value, phrase`true, false or a whole number from ${0} to ${20}`);
}
