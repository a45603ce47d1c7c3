import { html, type TemplateResult } from 'lit';

/** What stands in the place of the completions while there are none. */
export function emptyHistory(recording: boolean): TemplateResult {
  return recording
    ? html`<div class="empty">
        <h2>No completion yet</h2>
        <p class="hint">Type in a document: what the model writes shows up here, token by token.</p>
        <p class="hint">Or select text and run <strong>Inkling: Complete Selection</strong>.</p>
      </div>`
    : html`<div class="empty">
        <h2>The history is off</h2>
        <p class="hint"
          >Nothing is kept. The setting <code>inkling.inspector.history</code> turns it on.</p
        >
      </div>`;
}
