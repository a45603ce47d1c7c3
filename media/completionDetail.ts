import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { InspectedRow, MessageToExtension } from '../src/inspector/protocol';
import './branchesTab';
import { iconButton } from './icons';
import { percent, SCALE, visible } from './probability';
import { promptTab } from './promptTab';
import { count, duration, money } from './quantity';
import type { ReceivedChoice, ReceivedCompletion } from './receivedCompletion';
import { fate } from './rowFilter';
import './surpriseLine';
import { tabs } from './tabs';
import { tokenPanel } from './tokenPanel';
import type { TokenText } from './tokenText';
import { DETAIL_TABS, type DetailTab } from './vscodeApi';

/** How many of the least sure tokens can be jumped to. */
const LEAST_SURE = 5;
const TAB_NAMES: Readonly<Record<DetailTab, string>> = {
  tokens: 'Tokens',
  branches: 'Branches',
  prompt: 'Prompt',
};

/** One completion: its tokens, its branches, what was sent for it. */
@customElement('inkling-completion-detail')
export class CompletionDetail extends LitElement {
  @property({ attribute: false }) row: InspectedRow | undefined;
  @property({ attribute: false }) rows: ReadonlyMap<number, InspectedRow> = new Map();
  @property({ attribute: false }) completions: ReadonlyMap<number, ReceivedCompletion> = new Map();
  @property({ attribute: false }) compared: number | undefined;
  @property({ attribute: false }) choice = 0;
  @property({ attribute: false }) token = 0;
  @property({ attribute: false }) hovered: number | undefined;
  @property({ attribute: false }) tab: DetailTab = 'tokens';
  /** Changes with each message, so that what streams in shows. */
  @property({ attribute: false }) version = 0;
  @property({ attribute: false }) send: (message: MessageToExtension) => void = () => undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { row } = this;
    if (!row) return html`<p class="hint empty">Choose a completion.</p>`;
    const completion = this.completions.get(row.id);
    const choice = completion?.choices[this.choice];
    return html`
      <div class="detail-header">
        <h2>${row.place ? `${row.place.file}:${row.place.line}` : row.origin}</h2>
        <span class="hint">${row.origin} · ${row.model}</span>
        <span class="grow"></span>
        ${this.choices(completion)}
        ${tabs('detail', 'Parts of the completion', DETAIL_TABS, TAB_NAMES, this.tab, (tab) => {
          this.tell('tab', tab);
        })}
        ${this.buttons(row)}
      </div>
      ${factsLine(row, choice)}
      ${
        !completion?.detail?.failure
          ? nothing
          : html`<p class="failure" role="alert">${completion.detail.failure}</p>`
      }
      <div
        class="detail-content"
        role="tabpanel"
        id="detail-panel"
        aria-labelledby="detail-tab-${this.tab}"
        >${row.whole ? this.content(row, completion, choice) : dropped()}</div
      >
    `;
  }

  private content(
    row: InspectedRow,
    completion: ReceivedCompletion | undefined,
    choice: ReceivedChoice | undefined,
  ): TemplateResult | typeof nothing {
    if (!completion?.detail) return nothing;
    if (this.tab === 'prompt') return promptTab(completion.detail);
    if (this.tab === 'branches') {
      return html`<inkling-branches
        .rows=${this.rows}
        .selected=${row.id}
        .compared=${this.compared}
        .completions=${this.completions}
        .version=${this.version}
      ></inkling-branches>`;
    }
    return this.tokens(row, completion, choice);
  }

  private tokens(
    row: InspectedRow,
    completion: ReceivedCompletion,
    choice: ReceivedChoice | undefined,
  ): TemplateResult {
    if (!choice || choice.length === 0) {
      return html`<p class="hint"
        >${row.state === 'streaming' ? 'No token yet.' : 'No token came.'}</p
      >`;
    }
    const last = choice.length - 1;
    const selected = Math.min(this.token, last);
    const looked = Math.min(this.hovered ?? selected, last);
    const lead = completion.detail?.branch?.lead ?? '';
    const branch = completion.detail?.canBranch
      ? (alternative: string) => {
          const { id } = row;
          this.send({ type: 'branch', id, choice: this.choice, token: looked, alternative });
        }
      : undefined;
    return html`<div class="tokens">
      <div class="tokens-text">
        ${lead === '' ? nothing : html`<p class="hint lead">after <code>${visible(lead)}</code></p>`}
        <inkling-token-text
          id="tokens"
          .choice=${choice}
          .length=${choice.length}
          .selected=${selected}
          .limits=${{ echoed: completion.detail?.echoed ?? 0, shown: completion.detail?.choices[this.choice]?.shown ?? undefined }}
          .label=${'Tokens of the completion'}
          @token-select=${this.selectToken}
          @token-hover=${this.hoverToken}
          @mouseleave=${() => {
            this.tell('hover', undefined);
          }}
        ></inkling-token-text>
        <inkling-surprise-line
          .choice=${choice}
          .length=${choice.length}
          .selected=${selected}
          @token-select=${this.jump}
        ></inkling-surprise-line>
        <div class="below"
          >${legend(completion.detail?.echoed ?? 0, row)}${this.leastSure(choice)}</div
        >
      </div>
      ${tokenPanel(choice, looked, branch)}
    </div>`;
  }

  private leastSure(choice: ReceivedChoice): TemplateResult | typeof nothing {
    const least = choice.leastSure(LEAST_SURE);
    if (least.length === 0) return nothing;
    return html`<div class="least-sure" role="group" aria-label="Least sure tokens"
      ><span class="hint" aria-hidden="true">Least sure</span>${least.map(
        (index) =>
          html`<button
            class="link"
            title="Go to token ${index + 1}"
            @click=${() => {
              this.tell('token', index);
              void this.updateComplete.then(() =>
                this.querySelector<TokenText>('#tokens')?.reveal(),
              );
            }}
            ><code>${visible(choice.text(index))}</code>
            ${percent(choice.logProbabilities[index] ?? 0)}</button
          >`,
      )}</div
    >`;
  }

  private choices(completion: ReceivedCompletion | undefined): TemplateResult | typeof nothing {
    const number = completion?.detail?.choices.length ?? 0;
    if (number < 2) return nothing;
    return html`<span class="choices" role="group" aria-label="Choices"
      >${Array.from(
        { length: number },
        (_, index) =>
          html`<button
            class="link"
            aria-pressed=${index === this.choice}
            @click=${() => {
              this.tell('choice', index);
            }}
            >Choice ${index + 1}</button
          >`,
      )}</span
    >`;
  }

  private buttons(row: InspectedRow): TemplateResult {
    const { id, pinned, whole } = row;
    const { choice, send } = this;
    const copy = (form: 'text' | 'json' | 'curl') => () => {
      send({ type: 'copy', id, choice, form });
    };
    return html`<span class="buttons" role="toolbar" aria-label="Completion">
      ${
        row.state === 'streaming' && row.parent !== null
          ? iconButton('stop', 'Stop', () => {
              send({ type: 'stop', id });
            })
          : nothing
      }
      ${iconButton(
        pinned ? 'pinned' : 'pin',
        pinned ? 'Unpin' : 'Pin',
        () => {
          send({ type: 'pin', id, pinned: !pinned });
        },
        pinned,
      )}
      ${
        whole
          ? html`${iconButton('insert', 'Insert into the Document', () => {
              send({ type: 'insert', id, choice });
            })}
            ${iconButton('copy', 'Copy Text', copy('text'))}
            ${iconButton('json', 'Copy as JSON', copy('json'))}
            ${iconButton('terminal', 'Copy Request as curl', copy('curl'))}`
          : nothing
      }
      ${
        row.place
          ? iconButton('goToFile', 'Go to Document', () => {
              send({ type: 'goTo', id });
            })
          : nothing
      }
    </span>`;
  }

  private readonly selectToken = (event: CustomEvent<number>): void => {
    this.tell('token', event.detail);
  };

  private readonly hoverToken = (event: CustomEvent<number>): void => {
    this.tell('hover', event.detail);
  };

  private readonly jump = (event: CustomEvent<number>): void => {
    this.tell('token', event.detail);
    void this.updateComplete.then(() => this.querySelector<TokenText>('#tokens')?.reveal());
  };

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`detail-${name}`, { detail }));
  }
}

function dropped(): TemplateResult {
  return html`<p class="hint"
    >Its prompt and tokens were dropped to save room. Pin what you want to keep.</p
  >`;
}

function factsLine(row: InspectedRow, choice: ReceivedChoice | undefined): TemplateResult {
  const { tokens, shown, timeToFirstToken, tokensPerSecond, cost } = row;
  const mean = choice?.mean;
  const rows: [string, string][] = [
    ['Outcome', row.finishReason === null ? fate(row) : `${fate(row)} (${row.finishReason})`],
    [
      'Tokens',
      shown === null ? count(tokens) : `${count(shown)} shown, ${count(tokens - shown)} hidden`,
    ],
  ];
  if (timeToFirstToken !== null) rows.push(['First token', duration(timeToFirstToken)]);
  if (tokensPerSecond !== null) rows.push(['Speed', `${count(tokensPerSecond)} tokens/s`]);
  if (mean !== undefined) {
    rows.push(['Perplexity', Math.exp(-mean).toFixed(2)]);
    rows.push(['Mean log p', mean.toFixed(3)]);
  }
  if (cost !== null) rows.push(['Cost', money(cost)]);
  return html`<dl class="facts">
    ${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function legend(echoed: number, row: InspectedRow): TemplateResult {
  const cut = row.shown !== null && row.shown < row.tokens;
  return html`<div
    class="legend"
    role="img"
    aria-label="Scale of the probabilities: ${SCALE.map(({ label }) => label).join(', ')}"
    ><span class="hint">Probability</span>${SCALE.map(
      ({ label }, index) => html`<span class="sure-${index}">${label}</span>`,
    )}${echoed > 0 ? html`<span class="echoed">prompt</span>` : nothing}${
      cut ? html`<span class="cut">not shown</span>` : nothing
    }</div
  >`;
}
