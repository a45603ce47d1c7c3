import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { isUnsure, percent, spoken, step } from './probability';
import type { ReceivedChoice } from './receivedCompletion';
import { withVisibleSpace } from './visibleSpace';
import { type TextBlock, textBlocks, type TokenRun } from './textBlocks';
import type { TokenRange } from './textDifference';

/** Height of a line, in the text's size, as in the style sheet. */
const LINE_HEIGHT = 1.6;
/** How far the page keys go. */
const PAGE = 100;

/** Where the tokens of a text are divided. */
export interface TokenLimits {
  /** How many tokens at the start are the prompt's. */
  readonly echoed: number;
  /** How many were shown to the person; undefined where that is not known. */
  readonly shown: number | undefined;
}

/**
 * A text, each token coloured by how sure the model was of it. Only what is in sight has an element
 * for each token; the rest is plain text in the same place, so that nothing moves when it comes into
 * sight.
 */
@customElement('inkling-token-text')
export class TokenText extends LitElement {
  @property({ attribute: false }) choice: ReceivedChoice | undefined;
  /** How many tokens there are: tells that more have come. */
  @property({ attribute: false }) length = 0;
  @property({ attribute: false }) selected = 0;
  @property({ attribute: false }) limits: TokenLimits = { echoed: 0, shown: undefined };
  /** What the text goes on from, which is none of its tokens. */
  @property({ attribute: false }) lead = '';
  /** Where this text differs from the one beside it. */
  @property({ attribute: false }) differs: readonly TokenRange[] = [];
  @property({ attribute: false }) label = '';

  private blocks: readonly TextBlock[] = [];
  /** The runs of tokens in sight, by their first token. */
  private readonly inSight = new Set<number>();
  private readonly observed = new WeakSet<Element>();
  private readonly observer = new IntersectionObserver(
    (entries) => {
      this.see(entries);
    },
    { rootMargin: '400px 0px' },
  );

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    this.observer.disconnect();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('choice') && !changed.has('length') && this.blocks.length > 0) return;
    this.blocks = textBlocks({
      length: this.length,
      text: (index) => this.choice?.text(index) ?? '',
    });
  }

  protected override render(): TemplateResult {
    return html`<div
      class="text"
      role="listbox"
      aria-label=${this.label}
      aria-activedescendant=${this.length > 0 ? `${this.id}-token-${this.selected}` : nothing}
      tabindex="0"
      @keydown=${this.move}
      @mouseover=${this.point}
      @click=${this.choose}
      >${this.blocks.map(
        ({ runs, lines }, index) =>
          html`<div
            class="block"
            role="presentation"
            .style=${`contain-intrinsic-block-size: auto ${lines * LINE_HEIGHT}em`}
            >${index === 0 ? this.leading() : nothing}${runs.map((run) => this.run(run))}</div
          >`,
      )}</div
    >`;
  }

  private leading(): TemplateResult | typeof nothing {
    if (this.lead === '') return nothing;
    return html`<span class="lead" role="presentation">${withVisibleSpace(this.lead)}</span>`;
  }

  private run(run: TokenRun): TemplateResult {
    const isNear = this.inSight.has(run.start) || this.isSelectedIn(run);
    return html`<span class="run" role="presentation" data-run=${run.start}
      >${isNear ? this.guarded(run) : this.plain(run)}</span
    >`;
  }

  private isSelectedIn({ start, end }: TokenRun): boolean {
    return this.selected >= start && this.selected < end;
  }

  protected override updated(changed: PropertyValues<this>): void {
    for (const run of this.querySelectorAll('.run')) {
      if (this.observed.has(run)) continue;
      this.observed.add(run);
      this.observer.observe(run);
    }
    if (changed.has('selected') && this.contains(document.activeElement)) this.reveal();
  }

  /** Scrolls the selected token into sight. */
  reveal(): void {
    this.querySelector(`[data-token="${this.selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  private plain({ start, end, carried, cut }: TokenRun): string {
    const text = this.choice?.textBetween(start, end) ?? '';
    const last = end > start ? (this.choice?.text(end - 1) ?? '') : '';
    return carried + text.slice(0, text.length - Math.max(0, last.length - cut));
  }

  /** The tokens of a run, drawn anew only where something of them has changed. */
  private guarded(run: TokenRun): unknown {
    const { choice, limits, differs, length, selected } = this;
    const { start, end, carried, cut } = run;
    const chosen = this.isSelectedIn(run) ? selected : undefined;
    const known = [choice, choice?.version, limits.echoed, limits.shown, differs, chosen, length];
    return guard([...known, start, end, carried, cut], () => this.tokens(run));
  }

  private tokens({ start, end, carried, cut }: TokenRun): TemplateResult[] {
    const tokens: TemplateResult[] = [];
    if (carried !== '') {
      const before = start - 1;
      tokens.push(
        html`<span class=${this.classesOf(before)} role="presentation" data-token=${before}
          >${withVisibleSpace(carried)}</span
        >`,
      );
    }
    for (let index = start; index < end; index++) {
      tokens.push(this.token(index, index === end - 1 ? cut : Infinity));
    }
    return tokens;
  }

  private classesOf(index: number): string {
    const { choice, limits, differs } = this;
    const classes = [
      'token',
      `sure-${step(choice?.logProbabilities[index] ?? null)}`,
      index < limits.echoed ? 'echoed' : '',
      this.isCut(index) ? 'cut' : '',
      differs.some(([start, end]) => index >= start && index < end) ? 'differs' : '',
    ];
    return classes.filter(Boolean).join(' ');
  }

  private isCut(index: number): boolean {
    const { shown } = this.limits;
    return shown !== undefined && index >= shown;
  }

  /** @param cut how much of its text is here */
  private token(index: number, cut: number): TemplateResult {
    const { choice, limits } = this;
    const text = choice?.text(index) ?? '';
    const logProbability = choice?.logProbabilities[index] ?? null;
    const name = [
      spoken(text),
      logProbability === null ? '' : percent(logProbability),
      this.isCut(index) ? l10n.t('not shown') : '',
      index < limits.echoed ? l10n.t('prompt') : '',
    ];
    return html`${limits.shown === index ? html`<span class="scissors" aria-hidden="true">✂</span>` : nothing}<span
        id="${this.id}-token-${index}"
        class=${this.classesOf(index)}
        role="option"
        aria-selected=${index === this.selected}
        aria-label=${name.filter(Boolean).join(', ')}
        aria-posinset=${index + 1}
        aria-setsize=${this.length}
        data-token=${index}
        >${withVisibleSpace(text.slice(0, cut))}</span
      >`;
  }

  private readonly move = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') {
      // The button that it goes to must not be pressed by the same key.
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('token-enter'));
    }
    const next = this.destination(event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.select(next);
  };

  private destination(key: string): number | undefined {
    switch (key) {
      case 'ArrowLeft':
        return this.selected - 1;
      case 'ArrowRight':
        return this.selected + 1;
      case 'ArrowUp':
        return this.lineAway(-1);
      case 'ArrowDown':
        return this.lineAway(1);
      case 'PageUp':
        return this.selected - PAGE;
      case 'PageDown':
        return this.selected + PAGE;
      case 'Home':
        return 0;
      case 'End':
        return this.length - 1;
      case 'n':
        return this.unsure(1);
      case 'p':
        return this.unsure(-1);
      default:
        return undefined;
    }
  }

  /** The next token, or the one before, of which the model was not sure. */
  private unsure(direction: 1 | -1): number {
    const scores = this.choice?.logProbabilities ?? [];
    let at = this.selected + direction;
    while (at >= 0 && at < this.length && !isUnsure(scores[at] ?? null)) at += direction;
    return at >= 0 && at < this.length ? at : this.selected;
  }

  /** The token above or below the selected one, as the text is laid out. */
  private lineAway(direction: 1 | -1): number {
    const box = this.querySelector(`[data-token="${this.selected}"]`)?.getClientRects()[0];
    if (!box) return this.selected + direction;
    let best = this.selected;
    let distance = Infinity;
    for (const element of this.querySelectorAll('.token')) {
      const other = element.getClientRects()[0];
      if (!other) continue;
      const lines = (other.top - box.top) * direction;
      if (lines < box.height / 2) continue;
      const away = lines * 1_000 + Math.abs(other.left - box.left);
      if (away >= distance) continue;
      distance = away;
      best = Number(element.getAttribute('data-token'));
    }
    return best;
  }

  private readonly point = (event: MouseEvent): void => {
    const token = tokenAt(event);
    if (token !== undefined) this.dispatch('token-hover', token);
  };

  private readonly choose = (event: MouseEvent): void => {
    const token = tokenAt(event);
    if (token !== undefined) this.select(token);
  };

  private select(token: number): void {
    this.dispatch('token-select', Math.max(0, Math.min(this.length - 1, token)));
  }

  private dispatch(name: string, token: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail: token }));
  }

  private see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const run = Number(target.getAttribute('data-run'));
      if (isIntersecting) this.inSight.add(run);
      else this.inSight.delete(run);
    }
    this.requestUpdate();
  }
}

function tokenAt({ target }: Event): number | undefined {
  const token = target instanceof Element ? target.closest('[data-token]') : null;
  return token ? Number(token.getAttribute('data-token')) : undefined;
}
