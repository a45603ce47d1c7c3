import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, type TemplateResult } from 'lit';

/** What has a value that the person has written into it. */
export function valueOf(event: Event): string {
  const { target } = event;
  return target instanceof HTMLElement && 'value' in target ? String(target.value) : '';
}

/** One text to be written, beside its name. */
export function field(
  name: string,
  value: string,
  change: (value: string) => void,
  type: 'text' | 'number' = 'text',
): TemplateResult {
  return html`<div class="field"
    ><span class="field-name" aria-hidden="true">${name}</span
    ><vscode-textfield
      .label=${name}
      type=${type}
      .value=${value}
      @change=${(event: Event) => {
        change(valueOf(event));
      }}
    ></vscode-textfield
  ></div>`;
}
