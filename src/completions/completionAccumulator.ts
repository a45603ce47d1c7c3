import type { CompletionChunk, FinishReason, TimeInfo, Usage } from './completionChunk';
import type { LogProbabilities } from './logProbabilities';

/** One choice of a completion, as far as it has come. */
export interface Choice {
  text: string;
  tokens: number[];
  logprobs: LogProbabilities | undefined;
  finishReason: FinishReason | undefined;
}

/** Puts the chunks of one streamed completion back together. */
export class CompletionAccumulator {
  private readonly byIndex = new Map<number, Choice>();

  id: string | undefined;
  model: string | undefined;
  systemFingerprint: string | undefined;
  usage: Usage | undefined;
  timeInfo: TimeInfo | undefined;

  /** The choices so far, in order of their index. */
  get choices(): Choice[] {
    return [...this.byIndex].sort(([a], [b]) => a - b).map(([, choice]) => choice);
  }

  /** The text of the first choice so far. */
  get text(): string {
    return this.byIndex.get(0)?.text ?? '';
  }

  add(chunk: CompletionChunk): void {
    this.id ??= chunk.id ?? undefined;
    this.model ??= chunk.model ?? undefined;
    this.systemFingerprint ??= chunk.system_fingerprint ?? undefined;
    this.usage = chunk.usage ?? this.usage;
    this.timeInfo = chunk.time_info ?? this.timeInfo;
    for (const piece of chunk.choices) {
      const choice = this.choice(piece.index);
      choice.text += piece.text ?? '';
      append(choice.tokens, piece.tokens ?? []);
      choice.finishReason = piece.finish_reason ?? choice.finishReason;
      if (piece.logprobs) appendLogProbabilities(choice, piece.logprobs);
    }
  }

  private choice(index: number): Choice {
    let choice = this.byIndex.get(index);
    if (!choice) {
      choice = { text: '', tokens: [], logprobs: undefined, finishReason: undefined };
      this.byIndex.set(index, choice);
    }
    return choice;
  }
}

function appendLogProbabilities(choice: Choice, piece: LogProbabilities): void {
  choice.logprobs ??= { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
  append(choice.logprobs.tokens, piece.tokens);
  append(choice.logprobs.token_logprobs, piece.token_logprobs);
  append(choice.logprobs.top_logprobs, piece.top_logprobs);
  append(choice.logprobs.text_offset, piece.text_offset);
}

/** One by one: a call takes no hundred thousand arguments. */
function append<T>(to: T[], more: readonly T[]): void {
  for (const each of more) to.push(each);
}
