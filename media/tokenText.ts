import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isUnsure, percent, spoken, step } from './probability';
import type { ReceivedChoice } from './receivedCompletion';
import type { TokenRange } from './textDifference';

/** Tokens that become elements together. */
const CHUNK = 100;

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

  protected override render(): TemplateResult {
    const chunks = Math.max(1, Math.ceil(this.length / CHUNK));
    const selectedChunk = Math.floor(this.selected / CHUNK);
    return html`<div
      class="text"
      role="listbox"
      aria-label=${this.label}
      aria-activedescendant=${this.length > 0 ? `${this.id}-token-${this.selected}` : nothing}
      tabindex="0"
      @keydown=${this.move}
      @mouseover=${this.point}
      @click=${this.choose}
      >${
        this.lead === ''
          ? nothing
          : html`<span class="lead" role="presentation">${withVisibleSpace(this.lead)}</span>`
      }${Array.from({ length: chunks }, (_, index) => {
        const near = this.inSight.has(index) || index === selectedChunk;
        return html`<span class="chunk" role="presentation" data-chunk=${index}
          >${near ? this.tokens(index) : this.plain(index)}</span
        >`;
      })}</div
    >`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    for (const chunk of this.querySelectorAll('.chunk')) {
      if (this.observed.has(chunk)) continue;
      this.observed.add(chunk);
      this.observer.observe(chunk);
    }
    if (changed.has('selected') && this.contains(document.activeElement)) this.reveal();
  }

  /** Scrolls the selected token into sight. */
  reveal(): void {
    this.querySelector(`[data-token="${this.selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  private plain(chunk: number): string {
    const end = Math.min(this.length, (chunk + 1) * CHUNK);
    return this.choice?.textBetween(chunk * CHUNK, end) ?? '';
  }

  private tokens(chunk: number): TemplateResult[] {
    const end = Math.min(this.length, (chunk + 1) * CHUNK);
    const tokens: TemplateResult[] = [];
    for (let index = chunk * CHUNK; index < end; index++) tokens.push(this.token(index));
    return tokens;
  }

  private token(index: number): TemplateResult {
    const { choice, limits, differs } = this;
    const text = choice?.text(index) ?? '';
    const logProbability = choice?.logProbabilities[index] ?? null;
    const isCut = limits.shown !== undefined && index >= limits.shown;
    const classes = [
      'token',
      `sure-${step(logProbability)}`,
      index < limits.echoed ? 'echoed' : '',
      isCut ? 'cut' : '',
      differs.some(([start, end]) => index >= start && index < end) ? 'differs' : '',
    ];
    const name = [
      spoken(text),
      logProbability === null ? '' : percent(logProbability),
      isCut ? 'not shown' : '',
      index < limits.echoed ? 'prompt' : '',
    ];
    return html`${limits.shown === index ? html`<span class="scissors" aria-hidden="true">✂</span>` : nothing}<span
        id="${this.id}-token-${index}"
        class=${classes.filter(Boolean).join(' ')}
        role="option"
        aria-selected=${index === this.selected}
        aria-label=${name.filter(Boolean).join(', ')}
        aria-posinset=${index + 1}
        aria-setsize=${this.length}
        data-token=${index}
        >${withVisibleSpace(text)}</span
      >`;
  }

  private readonly move = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') this.dispatchEvent(new CustomEvent('token-enter'));
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
        return this.selected - CHUNK;
      case 'PageDown':
        return this.selected + CHUNK;
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
      const chunk = Number(target.getAttribute('data-chunk'));
      if (isIntersecting) this.inSight.add(chunk);
      else this.inSight.delete(chunk);
    }
    this.requestUpdate();
  }
}

function tokenAt({ target }: Event): number | undefined {
  const token = target instanceof Element ? target.closest('[data-token]') : null;
  return token ? Number(token.getAttribute('data-token')) : undefined;
}

/** White space keeps its place and its character; a mark is drawn over it. */
function withVisibleSpace(text: string): (string | TemplateResult)[] {
  return text.split(/( +|\t|\r?\n)/).map((part) => {
    if (part.startsWith(' ')) return html`<i class="space">${part}</i>`;
    if (part === '\t') return html`<i class="tab">${part}</i>`;
    if (part.endsWith('\n')) return html`<i class="newline"></i>${part}`;
    return part;
  });
}
