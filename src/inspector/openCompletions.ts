import type { CompletionHistory } from './completionHistory';
import { describedDetail } from './describedCompletion';
import type { MessageToExtension, MessageToWebview } from './protocol';
import { describedTokens } from './tokenSurprise';

type AlternativesWanted = Extract<MessageToExtension, { type: 'alternatives' }>;

/** The completions on one webview's screen: tells it their tokens, each only once. */
export class OpenCompletions {
  /** How many tokens of each choice the webview has. */
  private readonly told = new Map<number, number[]>();

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
    for (const [id, told] of this.told) {
      told.length = 0;
      this.tell(id);
    }
  }

  /** Tells what is new of a completion, if it is open. */
  tell(id: number): void {
    const record = this.history.get(id);
    const told = this.told.get(id);
    if (!record || !told) return;
    this.post({ type: 'detail', detail: describedDetail(record) });
    for (const [choice, { columns }] of record.choices.entries()) {
      const from = told[choice] ?? 0;
      if (from === columns.length && from > 0) continue;
      this.post({ type: 'tokens', id, choice, from, ...describedTokens(columns, from) });
      told[choice] = columns.length;
    }
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
