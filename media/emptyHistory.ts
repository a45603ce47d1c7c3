import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { withPart } from './withPart';

/** What stands in the place of the completions while there are none. */
export function emptyHistory(recording: boolean): TemplateResult {
  return recording
    ? html`<div class="empty">
        <h2>${l10n.t('No completion yet')}</h2>
        <p class="hint"
          >${l10n.t('Type in a document: what the model writes shows up here, token by token.')}</p
        >
        <p class="hint"
          >${withPart(l10n.t('Or select text and run {0}.'), l10n.t('Inkling: Complete Selection'))}</p
        >
      </div>`
    : html`<div class="empty">
        <h2>${l10n.t('The history is off')}</h2>
        <p class="hint"
          >${withPart(l10n.t('Nothing is kept. The setting {0} turns it on.'), 'inkling.inspector.history')}</p
        >
      </div>`;
}
