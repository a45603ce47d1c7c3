import { CompletionAccumulator } from '../completions/completionAccumulator';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import type { Prompt } from '../prompt/prompt';

/**
 * The answer to Complete Selection as it comes in: for each choice, the text to write into the
 * document. That is the completion alone: an echoed prompt already stands there, and raw tokens are
 * for the inspector.
 */
export class SelectionReply {
  private readonly completion = new CompletionAccumulator();
  private finished = false;

  constructor(
    private readonly prompt: Prompt,
    private readonly parameters: Pick<CompletionRequest, 'echo'>,
  ) {}

  add(chunk: CompletionChunk): void {
    this.completion.add(chunk);
  }

  /** No more will come. */
  finish(): void {
    this.finished = true;
  }

  /** How many raw tokens came instead of text. */
  get rawTokens(): number {
    return this.completion.choices.reduce((sum, { tokens }) => sum + tokens.length, 0);
  }

  /** The texts of the choices so far, in order, with line ends of `\n`. */
  get texts(): string[] {
    return this.completion.choices.map(({ text }) => this.shown(text).replace(/\r\n?/g, '\n'));
  }

  private shown(text: string): string {
    const reply = this.parameters.echo === true ? this.withoutPrompt(text) : text;
    const part = this.prompt.completionIn(reply, this.finished);
    if (!part) return '';
    const shown = this.prompt.restore(reply.slice(part.start, part.end));
    // The other half of a line end, or of a character, may still come.
    return this.finished ? shown : shown.replace(/[\r\uD800-\uDBFF]$/, '');
  }

  private withoutPrompt(text: string): string {
    const { prompt } = this.prompt.request;
    if (typeof prompt !== 'string') return text;
    if (text.startsWith(prompt)) return text.slice(prompt.length);
    return prompt.startsWith(text) && !this.finished ? '' : text;
  }
}
