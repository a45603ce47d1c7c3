import type {
  InspectedLimits,
  InspectedRow,
  InspectedSetting,
  InspectedUsage,
  MessageToExtension,
  MessageToWebview,
} from '../src/inspector/protocol';
import { ReceivedCompletion } from './receivedCompletion';

/** Alternatives are asked for this many tokens around the one that is looked at. */
const AROUND = 64;

/** All that the extension has told the page so far. */
export class InspectorData {
  readonly rows = new Map<number, InspectedRow>();
  /** Those on the screen, with their tokens. */
  readonly completions = new Map<number, ReceivedCompletion>();
  newestFirst: readonly InspectedRow[] = [];
  /** Whether older rows are about to come. */
  isPartial = false;
  /** Undefined until the extension has told of any, or of there being none. */
  recording: boolean | undefined;
  usage: InspectedUsage | undefined;
  limits: (InspectedLimits & { readonly toldAt: number }) | undefined;
  settings: readonly InspectedSetting[] | undefined;
  hasWorkspace = false;
  private readonly asked = new Set<string>();

  /** @param now on the page's own clock, in milliseconds */
  take(message: MessageToWebview, now: number): void {
    switch (message.type) {
      case 'rows':
        this.takeRows(message);
        return;
      case 'detail': {
        const completion = this.completions.get(message.detail.id);
        if (completion) completion.detail = message.detail;
        return;
      }
      case 'tokens':
        this.completions.get(message.id)?.choice(message.choice).add(message);
        return;
      case 'alternatives':
        this.completions.get(message.id)?.choice(message.choice).addAlternatives(message);
        return;
      case 'usage':
        this.usage = message;
        return;
      case 'limits':
        this.limits = { ...message, toldAt: now };
        return;
      case 'settings':
        this.settings = message.settings;
        this.hasWorkspace = message.workspace;
        return;
      case 'show':
        return;
    }
  }

  /** What to ask for so that just these completions are known; undefined where they are. */
  open(ids: readonly number[]): MessageToExtension | undefined {
    const wanted = ids.filter((id) => this.rows.has(id));
    const gone = [...this.completions.keys()].filter((id) => !wanted.includes(id));
    const added = wanted.filter((id) => !this.completions.has(id));
    if (gone.length + added.length === 0) return undefined;
    for (const id of gone) this.completions.delete(id);
    for (const id of added) this.completions.set(id, new ReceivedCompletion(undefined));
    for (const key of this.asked) {
      if (!wanted.includes(Number.parseInt(key))) this.asked.delete(key);
    }
    return { type: 'open', ids: wanted };
  }

  /** What to ask for to know the alternatives at a token; undefined where they are known. */
  alternatives(
    id: number | undefined,
    choice: number,
    token: number,
  ): MessageToExtension | undefined {
    const received = id === undefined ? undefined : this.completions.get(id)?.choices[choice];
    if (id === undefined || !received?.isScored || received.alternatives[token]) return undefined;
    const from = Math.max(0, token - AROUND);
    const to = Math.min(received.length, token + AROUND);
    const key = `${id}:${choice}:${token}:${to}`;
    if (token >= received.length || this.asked.has(key)) return undefined;
    this.asked.add(key);
    return { type: 'alternatives', id, choice, from, to };
  }

  private takeRows({
    all,
    rows,
    removed,
    recording,
    more,
  }: Extract<MessageToWebview, { type: 'rows' }>): void {
    this.recording = recording;
    this.isPartial = more;
    if (all) this.rows.clear();
    for (const id of removed) this.rows.delete(id);
    for (const row of rows) this.rows.set(row.id, row);
    this.newestFirst = [...this.rows.values()].sort((a, b) => b.id - a.id);
  }
}
