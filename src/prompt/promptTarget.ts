import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { FormatSettings } from './formats/formatChoice';
import { FEWEST_TOKENS } from './promptSize';

/** For whom a prompt is made. */
export interface PromptTarget extends FormatSettings {
  readonly model: string;
  readonly capabilities: Pick<BackendCapabilities, 'suffix' | 'rawPrompt'>;
  /** The most tokens that prompt and suffix may cost together, as far as they can be estimated. */
  readonly maxTokens: number;
  /** Characters for each token of the model: see `TokenRates`. */
  readonly charactersPerToken: number;
  /**
   * Whether the model reads only text, on this machine: it knows no markers, nothing is sent, and its
   * prompt is the document as it is.
   */
  readonly verbatim: boolean;
}

/** What prompt and suffix may weigh together: see `weightOf`. */
export function budgetOf({ maxTokens, charactersPerToken }: PromptTarget): number {
  return Math.max(FEWEST_TOKENS, maxTokens) * charactersPerToken;
}
