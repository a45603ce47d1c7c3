import { CompletionAccumulator } from '../../completions/completionAccumulator';
import type { ChoiceChunk, CompletionChunk } from '../../completions/completionChunk';
import type { LogProbabilities } from '../../completions/logProbabilities';

/** How the answer to one request is written on the wire. */
export class WireAnswer {
  /**
   * @param rawTokens whether choices have token ids instead of text
   * @param offsetOf where the text of the choice of this index begins, counted from the start of its
   *   prompt in UTF-16 code units: the API counts `text_offset` from there
   * @param usage whether it says what was used
   */
  constructor(
    private readonly rawTokens: boolean,
    private readonly offsetOf: (index: number) => number,
    private readonly usage: boolean,
  ) {}

  /** One event of a stream. */
  chunk(chunk: CompletionChunk): object {
    const { choices, usage, time_info: timeInfo, ...head } = chunk;
    return {
      ...{ object: 'text_completion', ...head },
      choices: choices.map((choice) => this.choice(choice)),
      ...(this.usage && usage && { usage }),
      ...(timeInfo && { time_info: timeInfo }),
    };
  }

  /** The whole answer at once. */
  async whole(chunks: AsyncIterable<CompletionChunk>): Promise<object> {
    const answer = new CompletionAccumulator();
    let head: CompletionChunk | undefined;
    for await (const chunk of chunks) {
      head ??= chunk;
      answer.add(chunk);
    }
    return this.chunk({
      ...{ id: head?.id, created: head?.created, model: head?.model },
      system_fingerprint: head?.system_fingerprint,
      choices: answer.choices.map(({ finishReason, ...choice }, index) => ({
        ...{ ...choice, index },
        finish_reason: finishReason,
      })),
      ...{ usage: answer.usage, time_info: answer.timeInfo },
    });
  }

  private choice({ index, text, tokens, finish_reason: reason, logprobs }: ChoiceChunk): object {
    return {
      index,
      ...(this.rawTokens ? { tokens: tokens ?? [] } : { text: text ?? '' }),
      finish_reason: reason ?? null,
      logprobs: logprobs ? this.moved(logprobs, this.offsetOf(index)) : null,
    };
  }

  private moved(logprobs: LogProbabilities, by: number): LogProbabilities {
    if (by === 0) return logprobs;
    return { ...logprobs, text_offset: logprobs.text_offset.map((offset) => offset + by) };
  }
}
