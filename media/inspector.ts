import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  type ChangedParameters,
  type InspectedRow,
  type MessageToExtension,
  messageToWebview,
  type Page,
  PAGES,
} from '../src/inspector/protocol';
import './completionDetail';
import './completionList';
import { emptyHistory } from './emptyHistory';
import { InspectorData } from './inspectorData';
import { type ListView, listBar } from './listBar';
import { pageTexts } from './pageTexts';
import { count, countedCompletions } from './quantity';
import { fits } from './rowFilter';
import './settingsPage';
import { tabs } from './tabs';
import './usagePage';
import { type DetailTab, savedState } from './viewState';

function pageNames(): Readonly<Record<Page, string>> {
  return {
    completions: l10n.t('Completions'),
    usage: l10n.t('Usage'),
    settings: l10n.t('Settings'),
  };
}

/** The inspector: the completions, their usage, and the settings that shape them. */
@customElement('inkling-inspector')
export class Inspector extends LitElement {
  private readonly host = acquireVsCodeApi();
  private readonly saved = savedState(this.host.getState());
  private readonly data = new InspectorData();

  /** Changes with each message. */
  @state() private version = 0;
  @state() private page: Page = this.saved.page;
  @state() private selected: number | undefined = this.saved.selected;
  @state() private compared: number | undefined = this.saved.compared;
  @state() private choice = this.saved.choice;
  @state() private token = this.saved.token;
  @state() private hovered: number | undefined;
  @state() private tab: DetailTab = this.saved.tab;
  @state() private view: ListView = { search: this.saved.search, filter: this.saved.filter };
  /** While the newest is shown, a newer one takes its place. */
  private followsNewest = this.saved.selected === undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    l10n.config({ contents: pageTexts(this.getAttribute('texts')) });
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
    const { data } = this;
    const hasList = this.page === 'completions' && data.rows.size > 0;
    return html`<main>
      <h1 class="visually-hidden">${l10n.t('Inkling Inspector')}</h1>
      <div class="bar">
        ${tabs('page', l10n.t('Inspector'), PAGES, pageNames(), this.page, (page) => {
          this.page = page;
          this.send({ type: 'page', page });
        })}
        ${
          hasList
            ? listBar(this.view, {
                change: (view) => {
                  this.view = view;
                },
                export: () => {
                  this.send({ type: 'export', ids: this.shownRows().map(({ id }) => id) });
                },
                clear: () => {
                  this.send({ type: 'clear' });
                },
              })
            : nothing
        }
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
    const { data, page, selected, compared, choice, token, tab, view } = this;
    const shown = [selected, compared].filter((id) => id !== undefined);
    for (const wanted of [
      data.open(shown),
      data.alternatives(selected, choice, this.hovered ?? token),
    ]) {
      if (wanted) this.send(wanted);
    }
    this.host.setState({
      page,
      selected: this.followsNewest ? undefined : selected,
      ...{ compared, choice, token, tab },
      ...view,
    });
  }

  private content(): TemplateResult {
    const { data } = this;
    if (this.page === 'usage') {
      return html`<inkling-usage .usage=${data.usage} .limits=${data.limits}></inkling-usage>`;
    }
    if (this.page === 'settings') {
      return html`<inkling-settings
        .settings=${data.settings}
        .workspace=${data.hasWorkspace}
        .send=${this.send}
      ></inkling-settings>`;
    }
    if (data.recording === undefined) return html`<p class="hint empty">${l10n.t('Loading…')}</p>`;
    return data.rows.size === 0 ? emptyHistory(data.recording) : this.split();
  }

  private split(): TemplateResult {
    const { data } = this;
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
      @insert=${(event: CustomEvent<{ id: number; choice: number }>) => {
        this.send({ type: 'insert', ...event.detail });
      }}
    >
      <div class="list-side">
        <inkling-completion-list
          .rows=${shown}
          .selected=${this.selected}
        ></inkling-completion-list>
        <div class="hint list-foot" role="status">${listed(shown.length, data.rows.size)}</div>
      </div>
      <inkling-completion-detail
        .row=${this.selected === undefined ? undefined : data.rows.get(this.selected)}
        .rows=${data.rows}
        .completions=${data.completions}
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
        @token-select=${(event: CustomEvent<number>) => {
          this.token = event.detail;
          this.hovered = undefined;
        }}
        @token-hover=${(event: CustomEvent<number | undefined>) => {
          this.hovered = event.detail;
        }}
        @detail-choice=${(event: CustomEvent<number>) => {
          this.choice = event.detail;
          this.token = 0;
        }}
      ></inkling-completion-detail>
    </div>`;
  }

  private shownRows(): readonly InspectedRow[] {
    const { filter, search } = this.view;
    const { newestFirst } = this.data;
    if (filter === 'all' && search.trim() === '') return newestFirst;
    return newestFirst.filter((row) => fits(row, filter, search));
  }

  private choose(id: number): void {
    if (id === this.selected) return;
    this.selected = id;
    this.followsNewest = id === this.data.newestFirst[0]?.id;
    this.compared = undefined;
    this.choice = 0;
    this.token = 0;
    this.hovered = undefined;
  }

  private readonly send = (message: MessageToExtension): void => {
    this.host.postMessage(message);
  };

  private readonly receive = ({ data }: MessageEvent<unknown>): void => {
    const message = messageToWebview(data);
    if (!message) return;
    this.data.take(message, performance.now());
    if (message.type === 'rows') this.follow();
    if (message.type === 'show') this.show(message.id);
    this.version++;
  };

  private show(id: number): void {
    this.page = 'completions';
    this.view = { search: '', filter: 'all' };
    this.tab = this.tab === 'prompt' ? 'tokens' : this.tab;
    this.choose(id);
  }

  /** Goes along with the newest completion, where that is what is shown. */
  private follow(): void {
    const { rows, newestFirst, isPartial } = this.data;
    const isGone = (id: number | undefined) => id !== undefined && !isPartial && !rows.has(id);
    if (isGone(this.compared)) this.compared = undefined;
    if (isGone(this.selected)) this.followsNewest = true;
    const [newest] = newestFirst;
    if (newest && (this.followsNewest || this.selected === undefined)) {
      this.choose(newest.id);
      this.followsNewest = true;
    }
  }
}

/** How many completions are listed, of how many. */
function listed(shown: number, all: number): string {
  const of = countedCompletions(all);
  return shown === all ? of : l10n.t('{0} of {1}', count(shown), of);
}
