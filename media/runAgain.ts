import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChangedParameters } from '../src/inspector/protocol';
import { field } from './formField';

const NAMES = ['model', 'temperature', 'top_p', 'seed', 'max_tokens', 'stop'] as const;

/** Asks the same again with other parameters. Tells of `repeat`. */
@customElement('inkling-run-again')
export class RunAgain extends LitElement {
  /** Which completion: another one begins with its own parameters. */
  @property({ attribute: false }) completion = 0;
  /** Those that it was asked with, as JSON. */
  @property({ attribute: false }) parameters: readonly (readonly [string, string])[] = [];
  @state() private changed: Readonly<Record<string, string>> = {};

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('completion')) this.changed = {};
  }

  protected override render(): TemplateResult {
    const parameters = new Map(this.parameters);
    return html`<form
      class="again"
      aria-label=${l10n.t('Run again with other parameters')}
      @submit=${(event: Event) => {
        event.preventDefault();
      }}
      >${NAMES.map((name) =>
        field(name, this.changed[name] ?? plainParameter(parameters.get(name)), (value) => {
          this.changed = { ...this.changed, [name]: value };
        }),
      )}<vscode-button
        @click=${() => {
          const detail = changedParameters(this.changed);
          this.dispatchEvent(new CustomEvent('repeat', { detail, bubbles: true }));
        }}
        >${l10n.t('Run Again')}</vscode-button
      ></form
    >`;
  }
}

/** A parameter's JSON as a person writes it. */
export function plainParameter(json: string | undefined): string {
  if (json === undefined) return '';
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' ? value : json;
}

/** What a person has changed, as far as it can be read. */
export function changedParameters(changed: Readonly<Record<string, string>>): ChangedParameters {
  const parameters: ChangedParameters = {};
  if (changed['model']?.trim()) parameters.model = changed['model'].trim();
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
