import type { Continuation } from './continuation';
import type { PromptReading } from './promptReading';
import { Ranking } from './ranking';
import type { Sequence } from './sequence';
import { alternativesAt, type Token } from './token';

/**
 * The lexemes of a prompt as tokens, each with the probability that it had after those before it.
 * Appends them to `sequence`. The first token has no log probability, as in the API, nor has a lexeme
 * that was not known before; one that the prompt breaks off has that of its beginning, so that what
 * is generated goes on from there.
 *
 * @param count alternatives at each token
 */
export function* echoTokens(
  prompt: PromptReading,
  sequence: Sequence,
  continuation: Continuation,
  count: number,
): Generator<Token> {
  for (const [index, lexeme] of prompt.whole.entries()) {
    const text = sequence.here.textOf(lexeme);
    if (index === 0) {
      yield { text, logProbability: null, alternatives: null };
      sequence.append(lexeme);
      continue;
    }
    const distribution = sequence.predict();
    const probability = distribution.probabilityOf(lexeme);
    const chosen = probability > 0 ? { candidate: lexeme, probability } : undefined;
    yield {
      text,
      logProbability: chosen ? Math.log(probability) : null,
      alternatives: alternativesAt(new Ranking(distribution), continuation, count, chosen),
    };
    sequence.append(lexeme);
  }
  if (prompt.partial === '') return;
  if (prompt.whole.length === 0) {
    yield { text: prompt.partial, logProbability: null, alternatives: null };
    return;
  }
  const distribution = sequence.predict();
  const probability = continuation.partialProbability(distribution);
  const logProbability = probability > 0 ? Math.log(probability) : null;
  yield {
    text: prompt.partial,
    logProbability,
    alternatives: {
      ...alternativesAt(new Ranking(distribution), continuation, count, undefined),
      ...(logProbability !== null && { [prompt.partial]: logProbability }),
    },
  };
}
