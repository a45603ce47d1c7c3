import type { CompletionHistory } from './completionHistory';
import type { CompletionRecord } from './completionRecord';
import { describedDetail } from './describedCompletion';
import type { MessageToExtension, MessageToWebview } from './protocol';
import { describedTokens } from './tokenSurprise';

type AlternativesWanted = Extract<MessageToExtension, { type: 'alternatives' }>;

/** So many tokens are told at once: of a long completion the first are shown before the last are read. */
const FIRST_TOKENS = 1_000;
const MORE_TOKENS = 4_000;

/** The completions on one webview's screen: tells it their tokens, each only once. */
export class OpenCompletions {
  /** How many tokens of each choice the webview has. */
  private readonly told = new Map<number, number[]>();
  /** The lists of those of which the rest is about to be told. */
  private readonly unfinished = new Set<readonly number[]>();

  constructor(
    private readonly history: CompletionHistory,
    private readonly post: (message: MessageToWebview) => void,
  ) {}

  /** The webview is a new one, and has nothing yet. */
  clear(): void {
    this.told.clear();
  }

  openOnly(ids: readonly number[]): void {
    for (const id of this.told.keys()) if (!ids.includes(id)) this.told.delete(id);
    for (const id of ids) {
      if (this.told.has(id)) continue;
      this.told.set(id, []);
      this.tell(id);
    }
  }

  /** Tells all of each anew. */
  tellAll(): void {
    for (const id of this.told.keys()) {
      this.told.set(id, []);
      this.tell(id);
    }
  }

  /** Tells what is new of a completion, if it is open. */
  tell(id: number): void {
    const record = this.history.get(id);
    const told = this.told.get(id);
    if (!record || !told) return;
    this.post({ type: 'detail', detail: describedDetail(record, this.history.localize) });
    this.tellTokens(record, told, FIRST_TOKENS);
  }

  private tellTokens({ id, choices }: CompletionRecord, told: number[], most: number): void {
    if (this.unfinished.has(told)) return;
    let isFinished = true;
    for (const [choice, { columns }] of choices.entries()) {
      const from = told[choice] ?? 0;
      if (from === columns.length && from > 0) continue;
      const to = Math.min(columns.length, from + most);
      this.post({ type: 'tokens', id, choice, from, ...describedTokens(columns, from, to) });
      told[choice] = to;
      isFinished &&= to === columns.length;
    }
    if (!isFinished) this.tellRest(id, told);
  }

  private tellRest(id: number, told: number[]): void {
    this.unfinished.add(told);
    setImmediate(() => {
      this.unfinished.delete(told);
      const record = this.history.get(id);
      if (record && this.told.get(id) === told) this.tellTokens(record, told, MORE_TOKENS);
    });
  }

  tellAlternatives({ id, choice, from, to }: AlternativesWanted): void {
    const columns = this.history.get(id)?.choices[choice]?.columns;
    if (!columns) return;
    const tokens = columns.alternatives.slice(from, to).map((each) =>
      Object.entries(each ?? {})
        .map(([text, logProbability]) => ({ text, logProbability }))
        .sort((a, b) => b.logProbability - a.logProbability),
    );
    this.post({ type: 'alternatives', id, choice, from, tokens });
  }
}
