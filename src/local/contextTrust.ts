import { LONGEST_CONTEXT } from './segment';

/** What a context's weight in a prediction goes by; learned, see `ContextTrust`. */
interface TrustParameters {
  /** The logarithm of the weight, by how many lexemes long the context is, from 1 on. */
  readonly byLength: readonly number[];
  /** To which power the weight rises with how often the context was seen. */
  readonly seen: number;
  /** And with how many different lexemes followed it there. */
  readonly different: number;
  /** What is added to the logarithm where always the same lexeme followed. */
  readonly unanimous: number;
  /** And where the context was seen just once. */
  readonly once: number;
}

/**
 * How much what followed a context counts, against all other contexts of all lengths and sources: by
 * how long it is, how often it was seen and how much its followers agreed. The weights of one
 * prediction are divided by their sum. So a mixture of experts: the parameters are those that gave
 * the most probability to the lexemes that came, in files held out of TypeScript, JavaScript, C++ and
 * Python sources (`npm run bench -- engine` measures on other ones). Against interpolation with fixed
 * weights, as Jelinek-Mercer, this saves 8 to 17 % of the bits; against absolute discounting, by .75,
 * 6 to 15 % (2.06 to 2.23, 1.19 to 1.26, 3.13 to 3.41, 2.59 to 3.04). In the prototype's method,
 * interpolated modified Kneser-Ney for the files takes 5 to 8 % off Jelinek-Mercer's bits (2.27 to 2.15,
 * TypeScript; 3.13 to 2.88, C++), but is 11 and 8 points off in calibration, from 2 and 4. By source and
 * the last lexeme's kind it gained nothing; a table by counts in place of powers 1 %; contexts in the
 * same folder .5 %.
 */
export class ContextTrust {
  constructor(private readonly parameters: TrustParameters) {}

  /**
   * @param length in lexemes, 1 to `LONGEST_CONTEXT`
   * @param seen how often the context was seen
   * @param different how many different lexemes followed it
   */
  weight(length: number, seen: number, different: number): number {
    const { byLength, seen: bySeen, different: byDifferent, unanimous, once } = this.parameters;
    let score = byLength[Math.min(length, LONGEST_CONTEXT) - 1] ?? 0;
    if (seen === 1) return Math.exp(score + unanimous + once);
    score += bySeen * Math.log(seen);
    score += different === 1 ? unanimous : byDifferent * Math.log(different);
    return Math.exp(score);
  }
}

/** Of the text around the cursor. */
export const PROMPT_TRUST = new ContextTrust({
  byLength: [-2.5, -1.1, -0.2, 0.2, 0.7, -0.3, 0.1, 1.8, 0.5, 0.2, 1.6, 2.4],
  ...{ seen: 1.19, different: -0.9, unanimous: 1.43, once: -0.6 },
});

/** Of the files of the workspace. */
export const WORKSPACE_TRUST = new ContextTrust({
  byLength: [-1.7, -0.5, 0, 0, -0.1, 0.5, 0.3, 0.4, 1.1, 0.1, 0.9, 3.4],
  ...{ seen: 0.43, different: -0.32, unanimous: 1.35, once: -0.95 },
});

/** Of the open documents. */
export const DOCUMENTS_TRUST = new ContextTrust({
  byLength: [-1.9, -1.3, -1, 0.1, 0, 0.6, -0.1, 0.8, 0.1, 1, -0.3, 2.8],
  ...{ seen: 0.42, different: -0.32, unanimous: 1.22, once: -0.36 },
});

/** Of the text around the cursor, where the context is not the lexemes just before: see `PromptText`. */
export const SCATTERED_TRUST = new ContextTrust({
  byLength: [-1, 0.4],
  ...{ seen: 0.98, different: -1.16, unanimous: 0.77, once: -1.48 },
});

/** What counts where no context is known: the weights of what is frequent in the text itself, */
export const LOCAL_WEIGHT = Math.exp(-0.28);
/** of what is frequent in all that was learned, */
export const LEARNED_WEIGHT = Math.exp(-2.87);
/** and of all lexemes equally. */
export const EQUAL_WEIGHT = Math.exp(-3.1);

/**
 * What weighs less than this part of all weights is left out of a prediction: of its time a fifth, for
 * less than .001 bit a lexeme.
 */
export const NEGLIGIBLE = 1 / 256;
