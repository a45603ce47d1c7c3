import type { CompletionBackend, ModelInfo, ModelPrice } from '../completions/completionBackend';

/** Names and prices of the models, looked up when they are first wanted. */
export class ModelCatalogue {
  private models: Promise<ModelInfo[]> | undefined;
  private readonly prices = new Map<string, ModelPrice>();

  constructor(private readonly backend: CompletionBackend) {}

  /** Another backend may have other models. */
  reset(): void {
    this.models = undefined;
    this.prices.clear();
  }

  /** Their names; none where the backend cannot tell. */
  async names(): Promise<string[]> {
    return (await this.load()).map(({ id }) => id);
  }

  /** Undefined where it is not known, or not yet. */
  readonly priceOf = (model: string): ModelPrice | undefined => this.prices.get(model);

  async load(): Promise<ModelInfo[]> {
    this.models ??= this.ask();
    const models = await this.models;
    for (const { id, price } of models) if (price) this.prices.set(id, price);
    return models;
  }

  private ask(): Promise<ModelInfo[]> {
    const asked = this.backend.models(new AbortController().signal).catch(() => {
      // Who was offline may not be so the next time.
      if (this.models === asked) this.models = undefined;
      return [];
    });
    return asked;
  }
}
