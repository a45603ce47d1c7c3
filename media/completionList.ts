import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InspectedRow } from '../src/inspector/protocol';
import { folderOf, nameOf } from './place';
import { percent, spoken, step, visible } from './probability';
import { count, countedTokens, duration, money } from './quantity';
import { fate, fateMark, fateName } from './fate';

/** Height of a row in pixels, as in the style sheet. */
const ROW = 44;
/** Rows above and below of what is in sight. */
const MARGIN = 6;

/** The completions, newest first. Only the rows in sight have elements. */
@customElement('inkling-completion-list')
export class CompletionList extends LitElement {
  @property({ attribute: false }) rows: readonly InspectedRow[] = [];
  @property({ attribute: false }) selected: number | undefined;
  @state() private top = 0;
  @state() private height = 400;

  private readonly resized = new ResizeObserver(() => {
    this.height = this.clientHeight;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    this.resized.disconnect();
    super.disconnectedCallback();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const first = Math.max(0, Math.floor(this.top / ROW) - MARGIN);
    const last = Math.min(this.rows.length, Math.ceil((this.top + this.height) / ROW) + MARGIN);
    const at = this.rows.findIndex(({ id }) => id === this.selected);
    const isThere = at >= first && at < last;
    return html`<div
      class="rows"
      role="listbox"
      aria-label=${l10n.t('Completions, newest first')}
      aria-activedescendant=${isThere ? `row-${this.selected ?? ''}` : nothing}
      tabindex="0"
      @scroll=${this.scrolled}
      @keydown=${this.move}
      ><div role="presentation" class="rows-height" .style=${`height: ${this.rows.length * ROW}px`}
        >${this.rows.slice(first, last).map((row, index) => this.row(row, first + index))}</div
      ></div
    >`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('selected')) this.reveal();
  }

  private row(row: InspectedRow, index: number): TemplateResult {
    const { id, place, tokens, shown, timeToFirstToken, tokensPerSecond, cost } = row;
    const what = fate(row);
    const facts = [
      place ? nameOf(place) : row.origin,
      shown === null
        ? countedTokens(tokens)
        : l10n.t('{0} of {1} shown', count(shown), count(tokens)),
      timeToFirstToken === null ? '' : duration(timeToFirstToken),
      tokensPerSecond === null ? '' : l10n.t('{0} tokens/s', count(tokensPerSecond)),
      cost === null ? '' : money(cost),
      place ? row.origin : '',
      row.model,
      place ? folderOf(place) : '',
    ].filter(Boolean);
    const preview = row.preview === '' ? l10n.t('(nothing)') : visible(row.preview.trimStart());
    return html`<div
      id="row-${id}"
      class="row"
      role="option"
      aria-selected=${id === this.selected}
      aria-posinset=${index + 1}
      aria-setsize=${this.rows.length}
      .style=${`transform: translateY(${index * ROW}px)`}
      @click=${() => {
        this.choose(id);
      }}
      ><span class="row-text"
        >${confidence(row.confidence)}${
          row.parent === null
            ? nothing
            : html`<span class="hint" aria-hidden="true">↳ </span
                ><span class="visually-hidden">${l10n.t('branch:')} </span>`
        }${
          row.pinned
            ? html`<span class="hint" aria-hidden="true">★ </span
                ><span class="visually-hidden">${l10n.t('pinned:')} </span>`
            : nothing
        }<code aria-hidden="true">${preview}</code
        ><span class="visually-hidden">${spoken(row.preview)}</span></span
      ><span class="fate fate-${fateName(row)}"
        ><span aria-hidden="true">${fateMark(row)}</span>${what}</span
      ><span class="row-facts hint" title=${facts.join(' · ')}>${facts.join(' · ')}</span></div
    >`;
  }

  private readonly scrolled = (event: Event): void => {
    if (event.target instanceof Element) this.top = event.target.scrollTop;
  };

  private readonly move = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(this.height / ROW) - 1);
    const end = this.rows.length;
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -end, End: end };
    const step = Object.entries(by).find(([key]) => key === event.key)?.[1];
    if (step === undefined || end === 0) return;
    event.preventDefault();
    const at = this.rows.findIndex(({ id }) => id === this.selected);
    const next = this.rows[Math.max(0, Math.min(end - 1, at + step))];
    if (next) this.choose(next.id);
  };

  private choose(id: number): void {
    this.dispatchEvent(new CustomEvent('row-select', { detail: id, bubbles: true }));
  }

  private reveal(): void {
    const list = this.querySelector('.rows');
    const at = this.rows.findIndex(({ id }) => id === this.selected);
    if (!list || at === -1) return;
    const [top, bottom] = [at * ROW, (at + 1) * ROW];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight)
      list.scrollTop = bottom - list.clientHeight;
  }
}

/** How sure the model was on average: a patch of the scale's colour. */
function confidence(mean: number | null): TemplateResult | typeof nothing {
  if (mean === null) return nothing;
  const words = l10n.t('{0} a token', percent(mean));
  return html`<span class="confidence" title=${words}
    ><span class="sure-${step(mean)}" aria-hidden="true"></span
    ><span class="visually-hidden">${words}: </span></span
  >`;
}
