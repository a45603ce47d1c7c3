import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InspectedRow } from '../src/inspector/protocol';
import { branchTree, type BranchNode } from './branches';
import './branchSide';
import { spoken, visible } from './probability';
import type { ReceivedCompletion } from './receivedCompletion';
import './runAgain';
import { differences, type TokenRange } from './textDifference';

/**
 * The tree of a completion's branches, two of them side by side, and another try. Tells of
 * `row-select`, `compare`, `repeat` and `insert`.
 */
@customElement('inkling-branches')
export class BranchesTab extends LitElement {
  @property({ attribute: false }) rows: ReadonlyMap<number, InspectedRow> = new Map();
  @property({ attribute: false }) selected = 0;
  /** Which choice of the selected one is shown. */
  @property({ attribute: false }) choice = 0;
  @property({ attribute: false }) compared: number | undefined;
  @property({ attribute: false }) completions: ReadonlyMap<number, ReceivedCompletion> = new Map();
  /** Changes with each message, so that what streams in shows. */
  @property({ attribute: false }) version = 0;
  /** The node that the Tab key goes to. */
  @state() private focused: number | undefined;
  /** Which choice of the compared one is shown. */
  @state() private comparedChoice = 0;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('compared')) this.comparedChoice = 0;
  }

  protected override render(): TemplateResult {
    const nodes = branchTree(this.rows, this.selected);
    const hint =
      nodes.length > 1
        ? l10n.t('Enter shows one, Space sets it beside.')
        : l10n.t('Choose an alternative at any token, or run it again.');
    return html`
      <div class="branches">
        <inkling-run-again
          .completion=${this.selected}
          .parameters=${this.completions.get(this.selected)?.detail?.parameters ?? []}
        ></inkling-run-again>
        <div class="branch-side">
          <h3 id="tree-heading">${l10n.t('Branches')}</h3>
          <ul class="tree" role="tree" aria-labelledby="tree-heading" @keydown=${this.walk}>
            ${nodes.map((node) => this.node(node))}
          </ul>
          <p class="hint">${hint}</p>
        </div>
        ${this.sides()}
      </div>
    `;
  }

  private node({ row, depth }: BranchNode): TemplateResult {
    const shown = row.id === this.selected;
    const beside = row.id === this.compared;
    const mark = shown ? '●' : beside ? '◐' : '○';
    const preview = row.preview === '' ? l10n.t('(nothing)') : visible(row.preview);
    return html`<li
      role="treeitem"
      aria-level=${depth + 1}
      aria-selected=${shown}
      tabindex=${row.id === (this.focused ?? this.selected) ? 0 : -1}
      data-id=${row.id}
      .style=${`padding-inline-start: ${depth * 16 + 4}px`}
      @focus=${() => {
        this.focused = row.id;
      }}
      @click=${() => {
        this.tell('row-select', row.id);
      }}
      ><span aria-hidden="true" class="hint">${mark} </span
      ><code aria-hidden="true">${preview}</code
      ><span class="visually-hidden"
        >${spoken(row.preview)}, ${row.model}${beside ? `, ${l10n.t('beside')}` : ''}</span
      ><button
        class="link"
        tabindex="-1"
        aria-hidden="true"
        ?hidden=${shown}
        @click=${(event: Event) => {
          event.stopPropagation();
          this.tell('compare', beside ? undefined : row.id);
        }}
        >${beside ? l10n.t('Hide') : l10n.t('Compare')}</button
      ></li
    >`;
  }

  private readonly walk = (event: KeyboardEvent): void => {
    const items = [...this.querySelectorAll<HTMLElement>('[role="treeitem"]')];
    const at = items.findIndex((item) => item === document.activeElement);
    const item = items[at];
    if (!item) return;
    const id = Number(item.dataset['id']);
    if (event.key === 'Enter') this.tell('row-select', id);
    else if (event.key === ' ') {
      if (id !== this.selected) this.tell('compare', id === this.compared ? undefined : id);
    } else if (event.key === 'ArrowDown') items[at + 1]?.focus();
    else if (event.key === 'ArrowUp') items[at - 1]?.focus();
    else if (event.key === 'Home') items[0]?.focus();
    else if (event.key === 'End') items.at(-1)?.focus();
    else return;
    event.preventDefault();
  };

  private sides(): TemplateResult {
    const { selected, compared, choice, comparedChoice } = this;
    const one = { id: selected, choice, completion: this.completions.get(selected) };
    const other =
      compared === undefined
        ? undefined
        : { id: compared, choice: comparedChoice, completion: this.completions.get(compared) };
    const between =
      one.completion && other?.completion ? differences(textOf(one), textOf(other)) : undefined;
    return html`<div class="sides">
      ${this.side('Shown', one, other?.completion, between?.one)}
      ${other?.completion ? this.side('Compared', other, one.completion, between?.other) : nothing}
    </div>`;
  }

  private side(
    name: 'Shown' | 'Compared',
    { id, choice, completion }: Side,
    against: ReceivedCompletion | undefined,
    differs: readonly TokenRange[] = [],
  ): TemplateResult {
    return html`<inkling-branch-side
      .name=${name}
      .completion=${completion}
      .choice=${choice}
      .against=${against}
      .differs=${differs}
      .version=${this.version}
      @insert-side=${() => {
        this.tell('insert', { id, choice });
      }}
      @side-choice=${(event: CustomEvent<number>) => {
        if (name === 'Compared') this.comparedChoice = event.detail;
        else this.tell('detail-choice', event.detail);
      }}
    ></inkling-branch-side>`;
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** One of two that stand beside each other. */
interface Side {
  readonly id: number;
  readonly choice: number;
  readonly completion: ReceivedCompletion | undefined;
}

function textOf({ completion, choice }: Side) {
  return {
    lead: completion?.detail?.branch?.lead ?? '',
    texts: completion?.choices[choice]?.texts ?? [],
  };
}
