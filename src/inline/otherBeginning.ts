import type { ScoredToken } from '../completions/logProbabilities';
import { typedSince } from './typedAlong';
import type { DocumentWindow } from '../prompt/documentWindow';

/** A completion that the model has thought of, up to the token at which it is another. */
export interface OtherBeginning {
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
}

/**
 * Where the person has typed something else than the completion says, the model's alternative for
 * the token at which the two part may be what he is typing: the likeliest that agrees with it. It is
 * known already, so it costs no request.
 */
export function otherBeginning(
  then: DocumentWindow,
  text: string,
  tokens: readonly ScoredToken[],
  now: DocumentWindow,
): OtherBeginning | undefined {
  const typed = typedSince(then.prefix, now.prefix);
  if (typed === undefined || typed === '') return undefined;
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    if (!typed.startsWith(token.text, at)) {
      const before = tokens.slice(0, index);
      const here = typed.slice(at);
      const fits = token.alternatives.find((each) => each.text.startsWith(here));
      if (here === '' || !fits || fits.text === here) return undefined;
      return { text: text.slice(0, at) + fits.text, tokens: [...before, replaced(token, fits)] };
    }
    at += token.text.length;
  }
  return undefined;
}

/** The alternative in the token's place, and the token among its alternatives. */
function replaced(
  { text, logProbability, alternatives }: ScoredToken,
  by: ScoredToken['alternatives'][number],
): ScoredToken {
  const itself = logProbability === undefined ? [] : [{ text, logProbability }];
  const others = alternatives.filter((each) => each.text !== text && each.text !== by.text);
  return { ...by, alternatives: [...itself, ...others] };
}
