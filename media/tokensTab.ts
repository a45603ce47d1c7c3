import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { InspectedDetail } from '../src/inspector/protocol';
import { legend } from './legend';
import { percent, visible } from './probability';
import type { ReceivedChoice } from './receivedCompletion';
import './surpriseLine';
import { tokenPanel } from './tokenPanel';
import type { TokenText } from './tokenText';
import './tokenText';

/** How many of the least sure tokens can be jumped to. */
const LEAST_SURE = 6;

/**
 * The tokens of a completion by how sure the model was of them, and all about the one that is looked
 * at. Tells of `token-select`, `token-hover` and `branch`.
 */
@customElement('inkling-tokens')
export class TokensTab extends LitElement {
  @property({ attribute: false }) detail: InspectedDetail | undefined;
  @property({ attribute: false }) choice = 0;
  @property({ attribute: false }) tokens: ReceivedChoice | undefined;
  @property({ attribute: false }) streaming = false;
  @property({ attribute: false }) selected = 0;
  @property({ attribute: false }) hovered: number | undefined;
  /** Changes with each message, so that what streams in shows. */
  @property({ attribute: false }) version = 0;

  private revealed: ReceivedChoice | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { tokens, detail } = this;
    if (!tokens || tokens.length === 0 || !detail) {
      const why = this.streaming ? l10n.t('No token yet.') : l10n.t('No token came.');
      return html`<div class="empty"><p class="hint">${why}</p></div>`;
    }
    const last = tokens.length - 1;
    const selected = Math.min(this.selected, last);
    const looked = Math.min(this.hovered ?? selected, last);
    const limits = {
      echoed: detail.choices[this.choice]?.echoed ?? 0,
      shown: detail.choices[this.choice]?.shown ?? undefined,
    };
    const branch = detail.canBranch
      ? (alternative: string) => {
          this.tell('branch', { token: looked, alternative });
        }
      : undefined;
    return html`<div class="tokens">
      <div class="tokens-text">
        <inkling-token-text
          id="tokens"
          .choice=${tokens}
          .length=${tokens.length}
          .selected=${selected}
          .limits=${limits}
          .lead=${detail.branch?.lead ?? ''}
          .label=${l10n.t('Tokens of the completion')}
          @token-select=${(event: CustomEvent<number>) => {
            this.tell('token-select', event.detail);
          }}
          @token-hover=${(event: CustomEvent<number>) => {
            this.tell('token-hover', event.detail);
          }}
          @token-enter=${() => {
            this.querySelector<HTMLElement>('.alternatives button')?.focus();
          }}
          @mouseleave=${() => {
            this.tell('token-hover', undefined);
          }}
        ></inkling-token-text>
        <inkling-surprise-line
          .choice=${tokens}
          .length=${tokens.length}
          .selected=${selected}
          @token-select=${(event: CustomEvent<number>) => {
            this.jump(event.detail);
          }}
        ></inkling-surprise-line>
        <div class="below">${legend(limits, tokens)}${this.leastSure(tokens)}</div>
      </div>
      <div @keydown=${this.leave}>${tokenPanel(tokens, looked, branch)}</div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // A completion that is shown anew, such as after a reload, shows its selected token.
    if (!changed.has('tokens') && !changed.has('version')) return;
    if (!this.tokens || this.tokens === this.revealed || this.tokens.length <= this.selected)
      return;
    this.revealed = this.tokens;
    if (this.selected > 0) this.reveal();
  }

  private leastSure(tokens: ReceivedChoice): TemplateResult | typeof nothing {
    const least = tokens.leastSure(LEAST_SURE);
    if (least.length === 0) return nothing;
    return html`<div class="least-sure" role="group" aria-label=${l10n.t('Least sure tokens')}
      ><span class="hint" aria-hidden="true">${l10n.t('Least sure')}</span>${least.map(
        (index) =>
          html`<button
            class="link"
            title=${l10n.t('Go to token {0}', index + 1)}
            @click=${() => {
              this.jump(index);
            }}
            ><code>${visible(tokens.text(index))}</code>
            ${percent(tokens.logProbabilities[index] ?? 0)}</button
          >`,
      )}</div
    >`;
  }

  /** Back to the text, from among the alternatives. */
  private readonly leave = (event: KeyboardEvent): void => {
    const buttons = [...this.querySelectorAll<HTMLElement>('.alternatives button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (event.key === 'Escape') this.querySelector<HTMLElement>('#tokens .text')?.focus();
    else if (event.key === 'ArrowDown') buttons[at + 1]?.focus();
    else if (event.key === 'ArrowUp') buttons[at - 1]?.focus();
    else return;
    event.preventDefault();
  };

  private jump(token: number): void {
    this.tell('token-select', token);
    this.reveal();
  }

  private reveal(): void {
    void this.updateComplete.then(() => this.querySelector<TokenText>('#tokens')?.reveal());
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}
