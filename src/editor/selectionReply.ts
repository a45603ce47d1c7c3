import { CompletionAccumulator } from '../completions/completionAccumulator';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import { expectedChoices } from '../completions/requestForms';
import type { Prompt } from '../prompt/prompt';

/** One choice as far as it has come. */
interface ShownChoice {
  readonly text: string;
  /** Whether nothing that may still come belongs to it. */
  readonly closed: boolean;
}

/**
 * The answer to Complete Selection as it comes in: for each choice, the text to write into the
 * document. That is the completion alone: an echoed prompt already stands there, and raw tokens are
 * for the inspector.
 */
export class SelectionReply {
  private readonly completion = new CompletionAccumulator();
  /** Undefined where more has come since it was read. */
  private shown: readonly ShownChoice[] | undefined;
  private finished = false;

  constructor(
    private readonly prompt: Prompt,
    private readonly parameters: Pick<CompletionRequest, 'echo' | 'n'>,
  ) {}

  add(chunk: CompletionChunk): void {
    this.completion.add(chunk);
    this.shown = undefined;
  }

  /** No more will come. */
  finish(): void {
    this.finished = true;
    this.shown = undefined;
  }

  /** How many raw tokens came instead of text. */
  get rawTokens(): number {
    return this.completion.choices.reduce((sum, { tokens }) => sum + tokens.length, 0);
  }

  /** The texts of the choices so far, in order, with line ends of `\n`. */
  get texts(): string[] {
    return this.read().map(({ text }) => text);
  }

  /** Whether the model has ended its answer, though it may say more: nobody need wait for that. */
  get closed(): boolean {
    const { n } = this.parameters;
    const expected = expectedChoices({ ...this.prompt.request, n });
    const shown = this.read();
    return shown.length === expected && shown.every(({ closed }) => closed);
  }

  private read(): readonly ShownChoice[] {
    this.shown ??= this.completion.choices.map(({ text }) => this.choice(text));
    return this.shown;
  }

  private choice(received: string): ShownChoice {
    const reply = this.parameters.echo === true ? this.withoutPrompt(received) : received;
    const part = this.prompt.completionIn(reply, this.finished);
    if (!part) return { text: '', closed: false };
    const text = this.prompt.restore(reply.slice(part.start, part.end));
    // The other half of a line end, or of a character, may still come.
    const whole = this.finished ? text : text.replace(/[\r\uD800-\uDBFF]$/, '');
    return { text: whole.replace(/\r\n?/g, '\n'), closed: part.closed };
  }

  private withoutPrompt(text: string): string {
    const { prompt } = this.prompt.request;
    if (typeof prompt !== 'string') return text;
    if (text.startsWith(prompt)) return text.slice(prompt.length);
    return prompt.startsWith(text) && !this.finished ? '' : text;
  }
}
