import type * as vscode from 'vscode';

const KEY = 'models';

/** Servers whose models are remembered: those that were asked last. */
const MOST_SERVERS = 6;

/** The models of servers, kept from one session to the next for whoever is offline then. */
export class ModelMemory {
  constructor(private readonly memory: vscode.Memento) {}

  /** What is kept for the server at `endpoint`, and a place to keep it. */
  of(endpoint: string): { load(): unknown; save(list: object): void } {
    return {
      load: () => this.lists()[endpoint],
      save: (list) => {
        const others = Object.entries(this.lists()).filter(([each]) => each !== endpoint);
        const kept = [...others.slice(1 - MOST_SERVERS), [endpoint, list] as const];
        void this.memory.update(KEY, Object.fromEntries(kept));
      },
    };
  }

  private lists(): Readonly<Record<string, unknown>> {
    const stored = this.memory.get<unknown>(KEY);
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  }
}
