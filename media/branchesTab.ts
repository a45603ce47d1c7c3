import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChangedParameters, InspectedRow } from '../src/inspector/protocol';
import { branchTree, difference, type TokenRange } from './branches';
import { field } from './formField';
import { percent, spoken, visible } from './probability';
import type { ReceivedChoice, ReceivedCompletion } from './receivedCompletion';
import './tokenText';

/** The tree of a completion's branches, two of them side by side, and another try. */
@customElement('inkling-branches')
export class BranchesTab extends LitElement {
  @property({ attribute: false }) rows: ReadonlyMap<number, InspectedRow> = new Map();
  @property({ attribute: false }) selected = 0;
  @property({ attribute: false }) compared: number | undefined;
  @property({ attribute: false }) completions: ReadonlyMap<number, ReceivedCompletion> = new Map();
  /** Changes with each message, so that what streams in shows. */
  @property({ attribute: false }) version = 0;
  @state() private changed: Record<string, string> = {};

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('selected')) this.changed = {};
  }

  protected override render(): TemplateResult {
    const nodes = branchTree(this.rows, this.selected);
    return html`
      <div class="branches">
        <div class="branch-side">
          <h3 id="tree-heading">Branches</h3>
          <p class="hint">
            ${
              nodes.length > 1
                ? 'Enter shows one, Space sets it beside.'
                : 'Choose an alternative at any token, or run it again.'
            }
          </p>
          <ul class="tree" role="tree" aria-labelledby="tree-heading" @keydown=${this.walk}>
            ${nodes.map(({ row, depth }) => this.node(row, depth))}
          </ul>
          ${this.again()}
        </div>
        ${this.sides()}
      </div>
    `;
  }

  private node(row: InspectedRow, depth: number): TemplateResult {
    const shown = row.id === this.selected;
    const beside = row.id === this.compared;
    const mark = shown ? '●' : beside ? '◐' : '○';
    const preview = row.preview === '' ? '(nothing)' : visible(row.preview);
    return html`<li
      role="treeitem"
      aria-level=${depth + 1}
      aria-selected=${shown}
      tabindex=${shown ? 0 : -1}
      data-id=${row.id}
      .style=${`padding-inline-start: ${depth * 16 + 4}px`}
      @click=${() => {
        this.tell('row-select', row.id);
      }}
      ><span aria-hidden="true" class="hint">${mark} </span
      ><code aria-hidden="true">${preview}</code
      ><span class="visually-hidden"
        >${spoken(row.preview)}, ${row.model}${beside ? ', beside' : ''}</span
      ><button
        class="link"
        tabindex="-1"
        aria-hidden="true"
        ?hidden=${shown}
        @click=${(event: Event) => {
          event.stopPropagation();
          this.tell('compare', beside ? undefined : row.id);
        }}
        >${beside ? 'Hide' : 'Compare'}</button
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

  private again(): TemplateResult {
    const parameters = new Map(this.completions.get(this.selected)?.detail?.parameters);
    const names = ['model', 'temperature', 'top_p', 'seed', 'max_tokens', 'stop'];
    return html`<form
      class="again"
      aria-label="Run again with other parameters"
      @submit=${(event: Event) => {
        event.preventDefault();
      }}
      ><h3>Run again</h3>
      ${names.map((name) =>
        field(name, this.changed[name] ?? plain(parameters.get(name)), (value) => {
          this.changed = { ...this.changed, [name]: value };
        }),
      )}
      <vscode-button
        @click=${() => {
          this.tell('repeat', changedParameters(this.changed));
        }}
        >Run again</vscode-button
      ></form
    >`;
  }

  private sides(): TemplateResult {
    const one = this.completions.get(this.selected)?.choices[0];
    const other =
      this.compared === undefined ? undefined : this.completions.get(this.compared)?.choices[0];
    const lead = (id: number) => this.completions.get(id)?.detail?.branch?.lead ?? '';
    const between =
      one && other && this.compared !== undefined
        ? difference(
            { lead: lead(this.selected), texts: one.texts },
            { lead: lead(this.compared), texts: other.texts },
          )
        : undefined;
    return html`<div class="sides">
      ${this.side('one', this.selected, one, between?.one)}
      ${
        other && this.compared !== undefined
          ? this.side('other', this.compared, other, between?.other)
          : nothing
      }
    </div>`;
  }

  private side(
    name: string,
    id: number,
    choice: ReceivedChoice | undefined,
    differs: TokenRange | undefined,
  ): TemplateResult {
    const detail = this.completions.get(id)?.detail;
    const mean = choice?.mean;
    const parameters = (detail?.parameters ?? [])
      .filter(([key]) => ['model', 'temperature', 'top_p', 'seed'].includes(key))
      .map(([key, value]) => (key === 'model' ? plain(value) : `${key} ${plain(value)}`));
    const lead = detail?.branch?.lead ?? '';
    return html`<section class="side" aria-label=${name === 'one' ? 'Shown' : 'Compared'}>
      <p class="hint"
        >${parameters.join(' · ')}${
          mean === undefined
            ? nothing
            : ` · ${percent(mean)} a token · perplexity ${Math.exp(-mean).toFixed(2)}`
        }</p
      >
      ${lead === '' ? nothing : html`<p class="hint lead">after <code>${visible(lead)}</code></p>`}
      <inkling-token-text
        id="side-${name}"
        .choice=${choice}
        .length=${choice?.length ?? 0}
        .selected=${0}
        .differs=${differs}
        .label=${name === 'one' ? 'Tokens of the shown completion' : 'Tokens of the other one'}
      ></inkling-token-text>
      <vscode-button
        secondary
        @click=${() => {
          this.tell('insert', id);
        }}
        >Insert</vscode-button
      >
    </section>`;
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** A parameter's JSON as a person writes it. */
function plain(json: string | undefined): string {
  if (json === undefined) return '';
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' ? value : json;
}

/** What a person has changed, as far as it can be read. */
function changedParameters(changed: Readonly<Record<string, string>>): ChangedParameters {
  const parameters: ChangedParameters = {};
  if (changed['model']) parameters.model = changed['model'];
  for (const name of ['temperature', 'top_p', 'seed', 'max_tokens'] as const) {
    const value = changed[name]?.trim();
    if (value !== undefined && value !== '' && Number.isFinite(Number(value))) {
      parameters[name] = Number(value);
    }
  }
  const { stop } = changed;
  if (stop !== undefined) parameters.stop = stopTexts(stop);
  return parameters;
}

/** A JSON list, or one text as it is. */
function stopTexts(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
  } catch {
    // Not JSON, so the text itself.
  }
  return text === '' ? [] : [text];
}
