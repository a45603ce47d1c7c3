import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { InspectedRow, MessageToExtension } from '../src/inspector/protocol';
import './branchesTab';
import { choiceButtons } from './choiceButtons';
import { completionButtons } from './completionButtons';
import { completionFacts } from './completionFacts';
import { folderOf, nameOf } from './place';
import { promptTab } from './promptTab';
import type { ReceivedCompletion } from './receivedCompletion';
import { tabs } from './tabs';
import './tokensTab';
import { DETAIL_TABS, type DetailTab } from './viewState';

function tabNames(): Readonly<Record<DetailTab, string>> {
  return {
    tokens: l10n.t('Tokens'),
    branches: l10n.t('Branches'),
    prompt: l10n.t('Prompt'),
  };
}

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
    if (!row)
      return html`<div class="empty"><p class="hint">${l10n.t('Choose a completion.')}</p></div>`;
    const completion = this.completions.get(row.id);
    const { place, origin, model } = row;
    const title = place ? nameOf(place) : origin;
    const about = (place ? [folderOf(place), origin, model] : [model]).filter(Boolean).join(' · ');
    return html`
      <div class="detail-header">
        <h2 title=${title}>${title}</h2>
        <span class="hint" title=${about}>${about}</span>
        ${choiceButtons(completion, this.choice, (index) => {
          this.dispatchEvent(new CustomEvent('detail-choice', { detail: index }));
        })}
        <span class="grow"></span>
        ${tabs(
          'detail',
          l10n.t('Parts of the completion'),
          DETAIL_TABS,
          tabNames(),
          this.tab,
          (tab) => {
            this.dispatchEvent(new CustomEvent('detail-tab', { detail: tab }));
          },
        )}
        ${completionButtons(row, this.choice, this.send)}
      </div>
      ${completionFacts(row, completion?.choices[this.choice])}
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
        >${row.whole ? this.content(row, completion) : dropped()}</div
      >
    `;
  }

  private content(
    row: InspectedRow,
    completion: ReceivedCompletion | undefined,
  ): TemplateResult | typeof nothing {
    const { choice, version } = this;
    if (!completion?.detail) return nothing;
    if (this.tab === 'prompt') return promptTab(completion.detail);
    if (this.tab === 'branches') {
      return html`<inkling-branches
        .rows=${this.rows}
        .selected=${row.id}
        .choice=${choice}
        .compared=${this.compared}
        .completions=${this.completions}
        .version=${version}
      ></inkling-branches>`;
    }
    return html`<inkling-tokens
      .streaming=${row.state === 'streaming'}
      .detail=${completion.detail}
      .choice=${choice}
      .tokens=${completion.choices[choice]}
      .selected=${this.token}
      .hovered=${this.hovered}
      .version=${version}
      @branch=${(event: CustomEvent<{ token: number; alternative: string }>) => {
        this.send({ type: 'branch', id: row.id, choice, ...event.detail });
      }}
    ></inkling-tokens>`;
  }
}

function dropped(): TemplateResult {
  return html`<div class="empty">
    <p class="hint"
      >${l10n.t('Its prompt and tokens were dropped to save room. Pin what you want to keep.')}</p
    >
  </div>`;
}
