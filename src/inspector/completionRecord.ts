import type { CompletionChunk, TimeInfo, Usage } from '../completions/completionChunk';
import { isCompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { type Localize, written } from '../completions/phrase';
import type { InspectedPart, InspectedRow } from './protocol';
import type { BranchOrigin, RequestNotes, RequestPlace } from './requestNotes';
import { TokenColumns } from './tokenColumns';

/** How much of a text the list shows, in UTF-16 code units. */
const PREVIEW = 120;
/** What one alternative takes in memory, in the same unit as characters, roughly. */
const ALTERNATIVE_WEIGHT = 16;

/** One choice of a completion, token by token. */
export interface RecordedChoice {
  readonly columns: TokenColumns;
  finishReason: string | null;
}

/** What is dropped first when room is short. */
export interface RecordedContent {
  readonly request: CompletionRequest;
  readonly parts: readonly InspectedPart[];
  readonly choices: RecordedChoice[];
}

/** The clocks of a history. */
export interface HistoryClock {
  /** Milliseconds on a clock that does not run backwards. */
  now(): number;
  /** Milliseconds since 1970. */
  time(): number;
}

/** One completion as it comes in: what was asked, what came, when, and how it ended. */
export class CompletionRecord {
  readonly place: RequestPlace | undefined;
  readonly branch: BranchOrigin | undefined;
  /** How long we ourselves took before the request, in milliseconds. */
  readonly preparation: number | undefined;
  content: RecordedContent | undefined;
  model: string;
  usage: Usage | undefined;
  timeInfo: TimeInfo | undefined;
  state: InspectedRow['state'] = 'streaming';
  failure: string | undefined;
  outcome: InspectedRow['outcome'] = null;
  /** How many tokens of each choice were shown so far; empty where nobody tells. */
  shownTokens: number[];
  /** The share of its words still there when last looked, 0 to 1. */
  survival: number | undefined;
  pinned = false;
  timeToFirstToken: number | undefined;
  totalTime: number | undefined;
  /** What the list shows, where the content was dropped. */
  kept: Pick<InspectedRow, 'preview' | 'tokens' | 'finishReason' | 'confidence'> | undefined;
  /** How many tokens of what is shown are not its own: it goes on from them. */
  private readonly lead: number;
  private readonly began: number;

  constructor(
    readonly id: number,
    /** What asked for it, in words for the person. */
    readonly origin: string,
    request: CompletionRequest,
    notes: RequestNotes,
    private readonly clock: HistoryClock,
    readonly startedAt = clock.time(),
  ) {
    this.model = request.model;
    this.place = notes.place;
    this.branch = notes.branch;
    this.preparation = notes.preparation;
    this.lead = notes.lead ?? 0;
    this.shownTokens = (notes.completions ?? []).map(() => 0);
    this.content = { request, parts: notes.parts ?? [], choices: [] };
    this.began = clock.now();
  }

  /** How many of its tokens were shown so far; undefined where nobody tells. */
  get shown(): number | undefined {
    if (this.shownTokens.length === 0) return undefined;
    return this.shownTokens.reduce((sum, each) => sum + each, 0);
  }

  /** So many tokens of a choice, those that it goes on from among them, have been shown. */
  showed(choice: number, tokens: number): void {
    this.shownTokens[choice] = Math.max(0, tokens - this.lead);
  }

  get ended(): boolean {
    return this.state !== 'streaming';
  }

  get choices(): readonly RecordedChoice[] {
    return this.content?.choices ?? [];
  }

  /** The text of a choice so far; '' when it was dropped. */
  text(choice = 0): string {
    return this.choices[choice]?.columns.text ?? '';
  }

  get preview(): string {
    if (this.kept) return this.kept.preview;
    const { texts = [], ids = [] } = this.choices[0]?.columns ?? {};
    let preview = '';
    for (const text of texts) {
      preview += text;
      if (preview.length > PREVIEW) break;
    }
    return preview === '' ? ids.slice(0, 12).join(' ') : preview.slice(0, PREVIEW);
  }

  get tokens(): number {
    return this.kept?.tokens ?? this.choices.reduce((sum, each) => sum + each.columns.length, 0);
  }

  get finishReason(): string | null {
    return this.kept?.finishReason ?? this.choices[0]?.finishReason ?? null;
  }

  /** The mean log probability of the first choice's tokens. */
  get confidence(): number | undefined {
    return this.kept ? (this.kept.confidence ?? undefined) : this.choices[0]?.columns.mean;
  }

  /** Tokens a second after the first; undefined where there are too few to tell. */
  get tokensPerSecond(): number | undefined {
    if (this.totalTime === undefined || this.timeToFirstToken === undefined) return undefined;
    const streamed = this.totalTime - this.timeToFirstToken;
    const tokens = this.usage?.completion_tokens ?? this.tokens;
    return tokens < 2 || streamed < 1 ? undefined : ((tokens - 1) / streamed) * 1000;
  }

  /** About how much room its content takes, in characters. */
  get weight(): number {
    if (!this.content) return 0;
    const { request, choices, parts } = this.content;
    let weight = JSON.stringify(request.prompt).length + (request.suffix?.length ?? 0);
    for (const part of parts) weight += part.text.length;
    for (const { columns } of choices) {
      const [alternatives] = columns.alternatives;
      const each = 16 + Object.keys(alternatives ?? {}).length * ALTERNATIVE_WEIGHT;
      weight += columns.length * each;
    }
    return weight;
  }

  add(chunk: CompletionChunk): void {
    if (!this.content) return;
    this.model = chunk.model ?? this.model;
    this.usage = chunk.usage ?? this.usage;
    this.timeInfo = chunk.time_info ?? this.timeInfo;
    for (const piece of chunk.choices) {
      const { choices } = this.content;
      while (choices.length <= piece.index) {
        choices.push({ columns: new TokenColumns(), finishReason: null });
      }
      const choice = choices[piece.index];
      if (!choice) continue;
      choice.columns.add(piece);
      choice.finishReason = piece.finish_reason ?? choice.finishReason;
      if (choice.columns.length > 0) this.timeToFirstToken ??= this.sinceBegin();
    }
  }

  end(state: 'complete' | 'cut' | 'cancelled'): void {
    this.state = state;
    this.totalTime = this.sinceBegin();
  }

  /** @param localize for the reason, which is for the person */
  fail(error: unknown, localize: Localize): void {
    this.state = 'failed';
    this.totalTime = this.sinceBegin();
    this.failure = isCompletionError(error)
      ? [error.wording.message, error.wording.remedy]
          .map((each) => written(each, localize))
          .join(' ')
      : String(error);
  }

  /** Forgets prompt and tokens; what the list shows stays. */
  drop(): void {
    const { preview, tokens, finishReason, confidence = null } = this;
    this.kept = { preview, tokens, finishReason, confidence };
    this.content = undefined;
  }

  private sinceBegin(): number {
    return this.clock.now() - this.began;
  }
}
