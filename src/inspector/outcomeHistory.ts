import type { CompletionOutcome, OutcomeListener } from '../completions/completionOutcome';

/** Outcomes that are kept: some hours of work. */
const MOST_OUTCOMES = 2_000;

/** What has become of completions since the editor was started. It leaves this machine nowhere. */
export class OutcomeHistory implements OutcomeListener {
  private readonly outcomes: CompletionOutcome[] = [];

  /** The oldest first. */
  get all(): readonly CompletionOutcome[] {
    return this.outcomes;
  }

  happened(outcome: CompletionOutcome): void {
    this.outcomes.push(outcome);
    if (this.outcomes.length > MOST_OUTCOMES) this.outcomes.shift();
  }
}
