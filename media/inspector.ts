import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  type ChangedParameters,
  type InspectedLimits,
  type InspectedRow,
  type InspectedSetting,
  type InspectedUsage,
  type MessageToExtension,
  messageToWebview,
  type MessageToWebview,
  type Page,
  PAGES,
} from '../src/inspector/protocol';
import './completionDetail';
import './completionList';
import { valueOf } from './formField';
import { iconButton } from './icons';
import { of } from './quantity';
import { ReceivedCompletion } from './receivedCompletion';
import { FILTERS, fits } from './rowFilter';
import './settingsPage';
import { tabs } from './tabs';
import './usagePage';
import type { DetailTab } from './vscodeApi';

/** Alternatives are asked for this many tokens around the one that is looked at. */
const AROUND = 64;
const PAGE_NAMES: Readonly<Record<Page, string>> = {
  completions: 'Completions',
  usage: 'Usage',
  settings: 'Settings',
};

/** The inspector: the completions, their usage, and the settings that shape them. */
@customElement('inkling-inspector')
export class Inspector extends LitElement {
  private readonly host = acquireVsCodeApi();
  private readonly saved = this.host.getState();

  private readonly rows = new Map<number, InspectedRow>();
  private readonly completions = new Map<number, ReceivedCompletion>();
  private readonly asked = new Set<string>();
  private newestFirst: readonly InspectedRow[] = [];
  private recording = true;
  private isThere = false;

  /** Changes with each message. */
  @state() private version = 0;
  @state() private page: Page = this.saved?.page ?? 'completions';
  @state() private selected: number | undefined = this.saved?.selected;
  @state() private compared: number | undefined;
  @state() private choice = 0;
  @state() private token = this.saved?.token ?? 0;
  @state() private hovered: number | undefined;
  @state() private tab: DetailTab = this.saved?.tab ?? 'tokens';
  @state() private search = this.saved?.search ?? '';
  @state() private filter = this.saved?.filter ?? 'all';
  private usage: InspectedUsage | undefined;
  private limits: InspectedLimits | undefined;
  private limitsAt = 0;
  private settings: readonly InspectedSetting[] | undefined;
  private hasWorkspace = false;
  /** While the newest is shown, a newer one takes its place. */
  private followsNewest = this.saved?.selected === undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.receive);
    this.send({ type: 'ready', page: this.page });
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
    return html`<main>
      <h1 class="visually-hidden">Inkling Inspector</h1>
      <div class="bar">
        ${tabs('page', 'Inspector', PAGES, PAGE_NAMES, this.page, (page) => {
          this.page = page;
          this.send({ type: 'page', page });
        })}
        <span class="grow"></span>
        ${this.page === 'completions' ? this.listButtons() : nothing}
      </div>
      <div
        class="page"
        id="page-panel"
        role="tabpanel"
        aria-labelledby="page-tab-${this.page}"
        tabindex=${this.page === 'usage' ? 0 : nothing}
        >${this.content()}</div
      >
    </main>`;
  }

  protected override updated(): void {
    this.askForTokens();
    this.askForAlternatives();
    const { page, selected, token, tab, search, filter } = this;
    this.host.setState({
      page,
      selected: this.followsNewest ? undefined : selected,
      token,
      tab,
      search,
      filter,
    });
  }

  private content(): TemplateResult {
    if (this.page === 'usage') {
      return html`<inkling-usage
        .usage=${this.usage}
        .limits=${this.limits}
        .limitsAt=${this.limitsAt}
      ></inkling-usage>`;
    }
    if (this.page === 'settings') {
      return html`<inkling-settings
        .settings=${this.settings}
        .workspace=${this.hasWorkspace}
        .send=${this.send}
      ></inkling-settings>`;
    }
    if (!this.isThere) return html`<p class="hint empty">Loading…</p>`;
    if (this.rows.size === 0) return this.nothingYet();
    return this.split();
  }

  private nothingYet(): TemplateResult {
    return this.recording
      ? html`<p class="hint empty"
          >No completion yet. Type in a document, or select text and run Inkling: Complete
          Selection.</p
        >`
      : html`<p class="hint empty"
          >The history is off: the setting inkling.inspector.history. Nothing is kept.</p
        >`;
  }

  private split(): TemplateResult {
    const shown = this.shownRows();
    return html`<div
      class="split"
      @row-select=${(event: CustomEvent<number>) => {
        this.choose(event.detail);
      }}
      @compare=${(event: CustomEvent<number | undefined>) => {
        this.compared = event.detail;
      }}
      @repeat=${(event: CustomEvent<ChangedParameters>) => {
        if (this.selected === undefined) return;
        this.send({ type: 'repeat', id: this.selected, changed: event.detail });
      }}
      @insert=${(event: CustomEvent<number>) => {
        this.send({ type: 'insert', id: event.detail, choice: 0 });
      }}
    >
      <div class="list-side">
        <div class="list-bar">
          <vscode-textfield
            .label=${'Search completions'}
            placeholder="Search"
            .value=${this.search}
            @input=${(event: Event) => {
              this.search = valueOf(event);
            }}
          ></vscode-textfield>
          <vscode-single-select
            .label=${'Filter completions'}
            .value=${this.filter}
            @change=${(event: Event) => {
              this.filter = valueOf(event);
            }}
          >
            ${Object.entries(FILTERS).map(
              ([name, { label }]) =>
                html`<vscode-option value=${name} ?selected=${name === this.filter}
                  >${label}</vscode-option
                >`,
            )}
          </vscode-single-select>
        </div>
        <inkling-completion-list
          .rows=${shown}
          .selected=${this.selected}
        ></inkling-completion-list>
        <div class="hint list-foot" role="status"
          >${shown.length === this.rows.size ? '' : `${shown.length} of `}${of(this.rows.size, 'completion')}</div
        >
      </div>
      <inkling-completion-detail
        .row=${this.selected === undefined ? undefined : this.rows.get(this.selected)}
        .rows=${this.rows}
        .completions=${this.completions}
        .compared=${this.compared}
        .choice=${this.choice}
        .token=${this.token}
        .hovered=${this.hovered}
        .tab=${this.tab}
        .version=${this.version}
        .send=${this.send}
        @detail-tab=${(event: CustomEvent<DetailTab>) => {
          this.tab = event.detail;
        }}
        @detail-token=${(event: CustomEvent<number>) => {
          this.token = event.detail;
          this.hovered = undefined;
        }}
        @detail-hover=${(event: CustomEvent<number | undefined>) => {
          this.hovered = event.detail;
        }}
        @detail-choice=${(event: CustomEvent<number>) => {
          this.choice = event.detail;
          this.token = 0;
        }}
      ></inkling-completion-detail>
    </div>`;
  }

  private listButtons(): TemplateResult {
    return html`<span class="buttons" role="toolbar" aria-label="Completions"
      >${iconButton('export', 'Export These Completions as JSON', () => {
        this.send({ type: 'export', ids: this.shownRows().map(({ id }) => id) });
      })}${iconButton('clearAll', 'Clear the History', () => {
        this.send({ type: 'clear' });
      })}</span
    >`;
  }

  private shownRows(): readonly InspectedRow[] {
    if (this.filter === 'all' && this.search.trim() === '') return this.newestFirst;
    return this.newestFirst.filter((row) => fits(row, this.filter, this.search));
  }

  private choose(id: number): void {
    if (id === this.selected) return;
    this.selected = id;
    this.followsNewest = id === this.newestFirst[0]?.id;
    this.compared = undefined;
    this.choice = 0;
    this.token = 0;
    this.hovered = undefined;
  }

  private readonly send = (message: MessageToExtension): void => {
    this.host.postMessage(message);
  };

  /** What is on the screen is what the extension has to tell of. */
  private askForTokens(): void {
    const wanted = [this.selected, this.compared].filter((id) => id !== undefined);
    const ids = wanted.filter((id) => this.rows.has(id));
    const gone = [...this.completions.keys()].filter((id) => !ids.includes(id));
    const added = ids.filter((id) => !this.completions.has(id));
    if (gone.length + added.length === 0) return;
    for (const id of gone) this.completions.delete(id);
    for (const id of added) this.completions.set(id, new ReceivedCompletion(undefined));
    for (const key of this.asked) if (!ids.includes(Number.parseInt(key))) this.asked.delete(key);
    this.send({ type: 'open', ids });
  }

  private askForAlternatives(): void {
    const { selected: id, choice } = this;
    const token = this.hovered ?? this.token;
    const received = id === undefined ? undefined : this.completions.get(id)?.choices[choice];
    if (id === undefined || !received?.isScored || received.alternatives[token]) return;
    const from = Math.max(0, token - AROUND);
    const to = Math.min(received.length, token + AROUND);
    const key = `${id}:${choice}:${token}:${to}`;
    if (token >= received.length || this.asked.has(key)) return;
    this.asked.add(key);
    this.send({ type: 'alternatives', id, choice, from, to });
  }

  private readonly receive = ({ data }: MessageEvent<unknown>): void => {
    const message = messageToWebview(data);
    if (!message) return;
    this.take(message);
    this.version++;
  };

  private take(message: MessageToWebview): void {
    switch (message.type) {
      case 'rows':
        this.takeRows(message);
        return;
      case 'detail': {
        const completion = this.completions.get(message.detail.id);
        if (completion) completion.detail = message.detail;
        return;
      }
      case 'tokens':
        this.completions.get(message.id)?.choice(message.choice).add(message);
        return;
      case 'alternatives':
        this.completions.get(message.id)?.choice(message.choice).addAlternatives(message);
        return;
      case 'usage':
        this.usage = message;
        return;
      case 'limits':
        this.limits = message;
        this.limitsAt = performance.now();
        return;
      case 'settings':
        this.settings = message.settings;
        this.hasWorkspace = message.workspace;
        return;
      case 'show':
        this.page = 'completions';
        this.filter = 'all';
        this.search = '';
        this.tab = this.tab === 'prompt' ? 'tokens' : this.tab;
        this.choose(message.id);
    }
  }

  private takeRows({ all, rows, removed, recording }: Extract<MessageToWebview, { type: 'rows' }>) {
    this.isThere = true;
    this.recording = recording;
    if (all) this.rows.clear();
    for (const id of removed) this.rows.delete(id);
    for (const row of rows) this.rows.set(row.id, row);
    this.newestFirst = [...this.rows.values()].sort((a, b) => b.id - a.id);
    const isGone = this.selected !== undefined && !this.rows.has(this.selected);
    const newest = this.newestFirst[0];
    if (isGone) this.followsNewest = true;
    if (newest && (this.followsNewest || this.selected === undefined)) {
      this.choose(newest.id);
      this.followsNewest = true;
    }
  }
}
