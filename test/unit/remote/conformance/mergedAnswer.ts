import type { CompletionChunk } from '../../../../src/completions/completionChunk';

/** Everything that an answer says, whoever handed it out and in how many pieces. */
export interface MergedAnswer {
  readonly head: Readonly<Record<string, unknown>>;
  readonly choices: readonly MergedChoice[];
}

interface MergedChoice {
  readonly index: number;
  text: string;
  readonly tokens: number[];
  finishReason: unknown;
  readonly logprobs: Record<LogProbabilityArray, unknown[]>;
}

const ARRAYS = ['tokens', 'token_logprobs', 'top_logprobs', 'text_offset'] as const;
type LogProbabilityArray = (typeof ARRAYS)[number];

const HEAD = ['id', 'created', 'model', 'system_fingerprint', 'usage', 'time_info'] as const;

/** Puts the chunks of one answer together, by the simplest reading of the API. */
export function mergeAnswer(chunks: readonly CompletionChunk[]): MergedAnswer {
  const head: Record<string, unknown> = {};
  const choices = new Map<number, MergedChoice>();
  for (const chunk of chunks) {
    for (const name of HEAD) head[name] = chunk[name] ?? head[name];
    for (const piece of Array.isArray(chunk.choices) ? chunk.choices : []) {
      const choice = choices.get(piece.index) ?? emptyChoice(piece.index);
      choices.set(piece.index, choice);
      choice.text += piece.text ?? '';
      choice.tokens.push(...(piece.tokens ?? []));
      choice.finishReason = piece.finish_reason ?? choice.finishReason;
      for (const name of ARRAYS) choice.logprobs[name].push(...(piece.logprobs?.[name] ?? []));
    }
  }
  return { head, choices: [...choices.values()].sort((a, b) => a.index - b.index) };
}

function emptyChoice(index: number): MergedChoice {
  return {
    index,
    text: '',
    tokens: [],
    finishReason: undefined,
    logprobs: { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] },
  };
}

/** The same answer with its offsets counted from `start`. */
export function withOffsetsFrom(answer: MergedAnswer, start: number): MergedAnswer {
  const choices = answer.choices.map((choice) => ({
    ...choice,
    logprobs: {
      ...choice.logprobs,
      text_offset: choice.logprobs.text_offset.map((offset) => Number(offset) - start),
    },
  }));
  return { ...answer, choices };
}
