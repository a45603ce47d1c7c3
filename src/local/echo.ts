import type { Continuation } from './continuation';
import type { PromptReading } from './promptReading';
import type { Sequence } from './sequence';
import { alternativesAt, type Token } from './token';

/**
 * The lexemes of a prompt as tokens, each with the probability that it had after those before it.
 * Appends them to `sequence`. A lexeme that was not known before has no log probability; one that
 * the prompt breaks off has that of its beginning, so that what is generated goes on from there.
 *
 * @param count alternatives at each token
 */
export function* echoTokens(
  prompt: PromptReading,
  sequence: Sequence,
  continuation: Continuation,
  count: number,
): Generator<Token> {
  for (const lexeme of prompt.whole) {
    const distribution = sequence.predict();
    const probability = distribution.probabilityOf(lexeme);
    const chosen = probability > 0 ? { candidate: lexeme, probability } : undefined;
    yield {
      text: prompt.lexicon.textOf(lexeme),
      logProbability: chosen ? Math.log(probability) : null,
      alternatives: alternativesAt(distribution, continuation, count, chosen),
    };
    sequence.append(lexeme);
  }
  if (prompt.partial === '') return;
  const distribution = sequence.predict();
  const probability = continuation.partialProbability(distribution);
  const logProbability = probability > 0 ? Math.log(probability) : null;
  yield {
    text: prompt.partial,
    logProbability,
    alternatives: {
      ...alternativesAt(distribution, continuation, count, undefined),
      ...(logProbability !== null && { [prompt.partial]: logProbability }),
    },
  };
}
