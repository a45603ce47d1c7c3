import type { ModelInfo } from '../completions/completionBackend';
import { isCompletionError } from '../completions/completionError';
import { loadModels, type ModelStorage, saveModels } from './storedModels';

/** How long a list counts as true, in milliseconds. */
export const LIST_AGE = 10 * 60_000;

/** How long the list for everyone may take, in milliseconds: it only adds to what a list says. */
const PATIENCE = 5_000;

/** Where lists of models come from; both throw a CompletionError. */
export interface ModelSources {
  /** The models that the key may use. */
  readonly own: (signal: AbortSignal) => Promise<ModelInfo[]>;
  /** What the server tells everyone about its models; absent where it has no such list. */
  readonly everyones: ((signal: AbortSignal) => Promise<ModelInfo[]>) | undefined;
}

interface KnownModels {
  readonly models: ModelInfo[];
  readonly apiKey: string | undefined;
  readonly until: number;
}

/**
 * The models of one server, with what is known about each. Remembers them for a while, and beyond
 * that, and from one session to the next, for as long as the server cannot be asked.
 */
export class ModelDirectory {
  private known: KnownModels | undefined;

  /** @param now milliseconds on a clock that does not run backwards */
  constructor(
    private readonly now: () => number,
    private readonly age = LIST_AGE,
    private readonly storage?: ModelStorage,
  ) {}

  /** What is known of the models without asking the server; undefined where nothing is. */
  remembered(apiKey: string | undefined): ModelInfo[] | undefined {
    if (this.known?.apiKey === apiKey && this.known) return this.known.models;
    return loadModels(this.storage, apiKey);
  }

  /**
   * @param apiKey whose models they are: those of another key are forgotten
   * @throws CompletionError when nothing is known, or when the key is refused; the signal's reason
   * when it aborts
   */
  async models(
    sources: ModelSources,
    apiKey: string | undefined,
    signal: AbortSignal,
  ): Promise<ModelInfo[]> {
    if (this.known?.apiKey !== apiKey) this.known = undefined;
    if (this.known && this.now() < this.known.until) return this.known.models;
    const remembered = this.remembered(apiKey);
    const extra = everyonesList(sources, signal);
    try {
      const own = await sources.own(signal);
      const models = withDetails(own, (await extra.list) ?? remembered);
      this.known = { models, apiKey, until: this.now() + this.age };
      saveModels(this.storage, apiKey, models);
      return models;
    } catch (error) {
      signal.throwIfAborted();
      if (remembered && !isAboutKey(error)) return remembered;
      // Who has no key yet may look around all the same.
      const models = apiKey === undefined ? await extra.list : undefined;
      signal.throwIfAborted();
      if (models) return models;
      throw error;
    } finally {
      extra.stop();
    }
  }
}

/** The list for everyone, or undefined where there is none or it does not come soon. */
function everyonesList({ everyones }: ModelSources, signal: AbortSignal) {
  const stopping = new AbortController();
  const signals = [signal, stopping.signal, AbortSignal.timeout(PATIENCE)];
  return {
    list: everyones?.(AbortSignal.any(signals)).catch(() => undefined),
    stop: () => {
      stopping.abort();
    },
  };
}

/** `models`, each with what `others` tell of it and it does not tell itself. */
function withDetails(models: ModelInfo[], others: readonly ModelInfo[] = []): ModelInfo[] {
  const byId = new Map(others.map((model) => [model.id, model]));
  return models.map((model) => ({ ...byId.get(model.id), ...model }));
}

/** Whether the server wants another key, or one at all. */
export function isAboutKey(error: unknown): boolean {
  return (
    isCompletionError(error) && (error.kind === 'authentication' || error.kind === 'permission')
  );
}
