import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, type TemplateResult } from 'lit';
import { valueOf } from './formField';
import { iconButton } from './icons';
import { FILTERS } from './rowFilter';

/** Which completions the list shows. */
export interface ListView {
  readonly search: string;
  /** One of `FILTERS`. */
  readonly filter: string;
}

/** Search, filter, and what can be done with the whole list. */
export function listBar(
  view: ListView,
  act: { change: (view: ListView) => void; export: () => void; clear: () => void },
): TemplateResult {
  return html`<div class="list-bar">
    <vscode-textfield
      .label=${l10n.t('Search completions')}
      placeholder=${l10n.t('Search text, file, model')}
      .value=${view.search}
      @input=${(event: Event) => {
        act.change({ ...view, search: valueOf(event) });
      }}
    ></vscode-textfield>
    <vscode-single-select
      .label=${l10n.t('Filter completions')}
      .value=${view.filter}
      @change=${(event: Event) => {
        act.change({ ...view, filter: valueOf(event) });
      }}
    >
      ${Object.entries(FILTERS).map(
        ([name, { label }]) =>
          html`<vscode-option value=${name} ?selected=${name === view.filter}
            >${label()}</vscode-option
          >`,
      )}
    </vscode-single-select>
    <span class="buttons" role="toolbar" aria-label=${l10n.t('Completions')}
      >${iconButton('export', l10n.t('Export These Completions as JSON'), act.export)}${iconButton(
        'clearAll',
        l10n.t('Clear the History'),
        act.clear,
      )}</span
    >
  </div>`;
}
