import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  isMessageToWebview,
  type InspectedCompletion,
  type InspectedToken,
  type MessageToExtension,
} from '../src/inspector/protocol';
import { percent, SCALE, step, visible } from './probability';

interface WebviewHost {
  postMessage(message: MessageToExtension): void;
}

declare function acquireVsCodeApi(): WebviewHost;

/** The latest completion: its tokens by log probability, the alternatives at each, its usage. */
@customElement('inkling-inspector')
export class Inspector extends LitElement {
  private readonly host = acquireVsCodeApi();

  @state() private completion: InspectedCompletion | null = null;
  @state() private selected = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.receive);
    this.host.postMessage({ type: 'ready' });
  }

  override disconnectedCallback(): void {
    window.removeEventListener('message', this.receive);
    super.disconnectedCallback();
  }

  /** Without a shadow root: the page's one style sheet applies, under the strict policy. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    if (!this.completion) {
      return html`<p class="hint">
        No completion yet. Type in a document, or select text and run Inkling: Complete Selection.
      </p>`;
    }
    const { tokens, text, failure } = this.completion;
    return html`
      ${facts(this.completion)}
      ${failure === null ? nothing : html`<p class="failure" role="alert">${failure}</p>`}
      ${tokens.length > 0 ? this.scored(tokens) : html`<pre class="text">${text}</pre>`}
    `;
  }

  private scored(tokens: readonly InspectedToken[]): TemplateResult {
    const selected = Math.min(this.selected, tokens.length - 1);
    const token = tokens[selected];
    return html`<div class="panes">
      <div class="completion">
        <div
          class="text"
          role="listbox"
          aria-label="Tokens of the completion"
          aria-activedescendant="token-${selected}"
          tabindex="0"
          @keydown=${this.move}
          >${tokens.map((each, index) => this.token(each, index, index === selected))}</div
        >
        <div class="legend" aria-hidden="true">
          <span class="hint">Probability:</span>
          ${SCALE.map(({ label }, index) => html`<span class="sure-${index}">${label}</span>`)}
        </div>
      </div>
      ${token ? alternatives(token) : nothing}
    </div>`;
  }

  private token(token: InspectedToken, index: number, selected: boolean): TemplateResult {
    const likelihood = token.logProbability === null ? '' : percent(token.logProbability);
    const newline = token.text.includes('\n') ? html`<span class="blank">↵</span>` : nothing;
    return html`<span
      id="token-${index}"
      class="token sure-${step(token.logProbability)}"
      role="option"
      aria-selected=${selected}
      aria-label="${visible(token.text)} ${likelihood}"
      @mouseenter=${() => (this.selected = index)}
      @click=${() => (this.selected = index)}
      >${newline}${token.text}</span
    >`;
  }

  private readonly move = (event: KeyboardEvent): void => {
    const last = (this.completion?.tokens.length ?? 1) - 1;
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -last, End: last }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.selected = Math.max(0, Math.min(last, this.selected + by));
  };

  private readonly receive = ({ data }: MessageEvent<unknown>): void => {
    if (!isMessageToWebview(data)) return;
    if (data.completion?.id !== this.completion?.id) this.selected = 0;
    this.completion = data.completion;
  };
}

function facts(completion: InspectedCompletion): TemplateResult {
  const { usage, totalTime, timeToFirstToken, finishReason, state: progress } = completion;
  const rows: [string, string][] = [
    ['From', completion.origin],
    ['Model', completion.model],
    ['State', finishReason === null ? progress : `${progress} (${finishReason})`],
  ];
  if (usage) {
    const cached = usage.cachedTokens === null ? '' : ` (${usage.cachedTokens} cached)`;
    rows.push(['Prompt', `${usage.promptTokens} tokens${cached}`]);
    rows.push(['Completion', `${usage.completionTokens} tokens`]);
  } else if (completion.tokens.length > 0) {
    // A stream that was stopped early ends before the server counts.
    rows.push(['Received', `${completion.tokens.length} tokens`]);
  }
  if (timeToFirstToken !== null) rows.push(['First token', milliseconds(timeToFirstToken)]);
  if (totalTime !== null) rows.push(['Total', milliseconds(totalTime)]);
  return html`<dl class="facts">
    ${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : time.toFixed(0)} ms`;
}

function alternatives({ text, logProbability, alternatives: others }: InspectedToken) {
  const rows = others.some((other) => other.text === text)
    ? others
    : [{ text, logProbability: logProbability ?? NaN }, ...others];
  return html`<table class="alternatives">
    <caption> Alternatives at this token </caption>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr class=${row.text === text ? 'chosen' : ''}>
            <td>${visible(row.text)}</td>
            <td class="number"
              >${Number.isNaN(row.logProbability) ? '' : percent(row.logProbability)}</td
            >
            <td class="number hint">${row.logProbability.toFixed(2)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
