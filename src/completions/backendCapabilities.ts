/** What a backend understands and answers, for those who form requests to it. */
export interface BackendCapabilities {
  /** Whether it takes `suffix`, the text after the completion. */
  readonly suffix: boolean;
  /** Whether its answers carry log probabilities. */
  readonly logProbabilities: boolean;
  /** Whether it gives several choices for one prompt (`n`), and that is the cheapest way to them. */
  readonly severalChoices: boolean;
  /** Whether the prompt reaches the model as it is, without the server's chat template around it. */
  readonly rawPrompt: boolean;
  /** Most stop sequences in one request. */
  readonly mostStops: number;
  /** Most tokens of prompt and completion together, where that is known of the model. */
  readonly contextLength?: number | undefined;
}
