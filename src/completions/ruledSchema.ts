import * as v from 'valibot';
import type { Rule } from './parameterRules';

/** A schema with one rule, hence one problem, also where several forms are allowed. */
export function ruled<T>(rule: Rule) {
  return v.custom<T>((value) => rule(value) === undefined);
}
