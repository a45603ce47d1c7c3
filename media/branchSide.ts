import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { choiceButtons } from './choiceButtons';
import { iconButton } from './icons';
import { bits, percent, visible } from './probability';
import type { ReceivedChoice, ReceivedCompletion } from './receivedCompletion';
import { plainParameter } from './runAgain';
import type { TokenRange } from './textDifference';
import './tokenText';

/** One of two completions side by side. Tells of `insert-side` and `side-choice`. */
@customElement('inkling-branch-side')
export class BranchSide extends LitElement {
  @property({ attribute: false }) name: 'Shown' | 'Compared' = 'Shown';
  @property({ attribute: false }) completion: ReceivedCompletion | undefined;
  /** Which of its choices is shown. */
  @property({ attribute: false }) choice = 0;
  /** The one on the other side. */
  @property({ attribute: false }) against: ReceivedCompletion | undefined;
  @property({ attribute: false }) differs: readonly TokenRange[] = [];
  /** Changes with each message, so that what streams in shows. */
  @property({ attribute: false }) version = 0;
  @state() private selected = 0;
  @state() private hovered: number | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('completion') || changed.has('choice')) this.selected = 0;
  }

  protected override render(): TemplateResult {
    const choice = this.completion?.choices[this.choice];
    const mean = choice?.mean;
    const title = this.name === 'Shown' ? l10n.t('Shown') : l10n.t('Compared');
    const lead = this.completion?.detail?.branch?.lead ?? '';
    return html`<section class="side" aria-label=${title}>
      <div class="side-header">
        <h3>${title}</h3>
        ${choiceButtons(this.completion, this.choice, (index) => {
          this.dispatchEvent(new CustomEvent('side-choice', { detail: index }));
        })}
        <span class="hint">${this.parameters().join(' · ')}</span>
        <span class="grow"></span>
        ${iconButton(
          'insert',
          this.name === 'Shown'
            ? l10n.t('Insert What Is Shown')
            : l10n.t('Insert What Is Compared'),
          () => {
            this.dispatchEvent(new CustomEvent('insert-side'));
          },
        )}
      </div>
      <inkling-token-text
        id="side-${this.name}"
        .choice=${choice}
        .length=${choice?.length ?? 0}
        .selected=${this.selected}
        .differs=${this.differs}
        .lead=${lead}
        .label=${l10n.t('{0}: tokens', title)}
        @token-select=${(event: CustomEvent<number>) => {
          this.selected = event.detail;
        }}
        @token-hover=${(event: CustomEvent<number>) => {
          this.hovered = event.detail;
        }}
        @mouseleave=${() => {
          this.hovered = undefined;
        }}
      ></inkling-token-text>
      <p class="hint"
        >${choice && choice.length > 0 ? tokenLine(choice, this.hovered ?? this.selected) : nothing}
        ${
          mean === undefined
            ? nothing
            : html`<span>${l10n.t('perplexity {0}', Math.exp(-mean).toFixed(2))}</span>`
        }</p
      >
    </section>`;
  }

  /** What it was asked with, as far as the other one was asked otherwise. */
  private parameters(): string[] {
    const own = this.completion?.detail?.parameters ?? [];
    const others = new Map(this.against?.detail?.parameters);
    return own
      .filter(([name, value]) =>
        this.against ? others.get(name) !== value : name === 'model' || name === 'temperature',
      )
      .filter(([name]) => name !== 'logprobs' && name !== 'top_logprobs')
      .map(([name, value]) =>
        name === 'model' ? plainParameter(value) : `${name} ${plainParameter(value)}`,
      );
  }
}

function tokenLine(choice: ReceivedChoice, at: number): TemplateResult {
  const index = Math.min(at, choice.length - 1);
  const logProbability = choice.logProbabilities[index] ?? null;
  const rank = choice.ranks[index] ?? null;
  return html`<span aria-live="polite"
    ><code>${visible(choice.text(index))}</code> ${
      logProbability === null
        ? nothing
        : `${percent(logProbability)} · ${l10n.t('{0} bits', bits(logProbability).toFixed(1))}`
    }${rank === null ? nothing : ` · ${l10n.t('rank {0}', rank)}`}</span
  >`;
}
