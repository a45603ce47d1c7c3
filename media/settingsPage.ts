import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InspectedSetting, MessageToExtension, SettingValue } from '../src/inspector/protocol';
import { valueOf } from './formField';

/** What changes what the model writes, to be tried out here and kept in the settings. */
@customElement('inkling-settings')
export class SettingsPage extends LitElement {
  @property({ attribute: false }) settings: readonly InspectedSetting[] | undefined;
  @property({ attribute: false }) workspace = false;
  @property({ attribute: false }) send: (message: MessageToExtension) => void = () => undefined;
  @state() private target: 'user' | 'workspace' = 'workspace';
  @state() private problems: Readonly<Record<string, string>> = {};

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    if (!this.settings) return html`<p class="hint empty">${l10n.t('Reading the settings…')}</p>`;
    return html`<div class="settings">
      <fieldset class="target">
        <legend>${l10n.t('Write to')}</legend>
        ${(['user', 'workspace'] as const).map(
          (target) =>
            html`<label
              ><input
                type="radio"
                name="target"
                .checked=${target === this.where}
                ?disabled=${target === 'workspace' && !this.workspace}
                @change=${() => {
                  this.target = target;
                }}
              />${target === 'user' ? l10n.t('User settings') : l10n.t('Workspace settings')}</label
            >`,
        )}
      </fieldset>
      <div class="setting-list">${this.settings.map((setting) => this.setting(setting))}</div>
    </div>`;
  }

  private get where(): 'user' | 'workspace' {
    return this.workspace ? this.target : 'user';
  }

  private setting(setting: InspectedSetting): TemplateResult {
    const { name, description, setIn } = setting;
    const problem = this.problems[name];
    return html`<div class="setting">
      <div class="setting-name"
        ><h2>${name}</h2>
        <span class="hint"
          >${setIn === 'default' ? l10n.t('default') : setIn === 'user' ? l10n.t('set in user settings') : l10n.t('set in workspace settings')}</span
        >${
          setIn === 'default'
            ? nothing
            : html`<button
                class="link"
                aria-label=${l10n.t('Reset {0}', name)}
                @click=${() => {
                  this.send({ type: 'reset', name, target: setIn });
                }}
                >${l10n.t('Reset')}</button
              >`
        }</div
      >
      ${this.control(setting)}
      <p class="hint">${description}</p>
      ${
        setIn === 'workspace' && this.where === 'user'
          ? html`<p class="hint"
              >${l10n.t('What the workspace sets counts, not the user settings.')}</p
            >`
          : nothing
      }
      ${problem === undefined ? nothing : html`<p class="failure" role="alert">${problem}</p>`}
    </div>`;
  }

  private control(setting: InspectedSetting): TemplateResult {
    const { name, kind, value, options } = setting;
    const change = (event: Event) => {
      this.write(setting, valueOf(event));
    };
    if (kind === 'choice') {
      return html`<vscode-single-select .label=${name} .value=${String(value)} @change=${change}>
        ${options.map(
          (option) =>
            html`<vscode-option value=${option} ?selected=${option === value}
              >${option}</vscode-option
            >`,
        )}
      </vscode-single-select>`;
    }
    if (kind === 'text' && options.length > 0) {
      const all = options.includes(String(value)) ? options : [String(value), ...options];
      return html`<vscode-single-select
        .label=${name}
        combobox
        creatable
        .value=${String(value)}
        @change=${change}
      >
        ${all.map(
          (option) =>
            html`<vscode-option value=${option} ?selected=${option === value}
              >${option}</vscode-option
            >`,
        )}
      </vscode-single-select>`;
    }
    return html`<vscode-textfield
      .label=${name}
      type=${kind === 'number' || kind === 'integer' ? 'number' : 'text'}
      .value=${kind === 'list' ? JSON.stringify(value) : String(value)}
      .min=${setting.minimum ?? undefined}
      .max=${setting.maximum ?? undefined}
      .step=${kind === 'number' ? 0.1 : 1}
      @change=${change}
    ></vscode-textfield>`;
  }

  private write(setting: InspectedSetting, text: string): void {
    const value = read(setting, text);
    const { name } = setting;
    if (typeof value === 'object' && 'problem' in value) {
      this.problems = { ...this.problems, [name]: value.problem };
      return;
    }
    const others = Object.entries(this.problems).filter(([other]) => other !== name);
    this.problems = Object.fromEntries(others);
    this.send({ type: 'set', name, value, target: this.where });
  }
}

/** The value that a text stands for, or what is wrong with it. */
export function read(
  { kind, minimum, maximum }: Pick<InspectedSetting, 'kind' | 'minimum' | 'maximum'>,
  text: string,
): SettingValue | { readonly problem: string } {
  if (kind === 'list') return readList(text);
  if (kind === 'text' || kind === 'choice') {
    return text.trim() === '' ? { problem: l10n.t('It must not be empty.') } : text;
  }
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    return { problem: l10n.t('It must be a number.') };
  if (kind === 'integer' && !Number.isInteger(value)) {
    return { problem: l10n.t('It must be a whole number.') };
  }
  if (minimum !== null && value < minimum)
    return { problem: l10n.t('It must be at least {0}.', minimum) };
  if (maximum !== null && value > maximum)
    return { problem: l10n.t('It must be at most {0}.', maximum) };
  return value;
}

function readList(text: string): SettingValue | { readonly problem: string } {
  const problem = l10n.t('It must be a JSON list of texts, such as {0}.', '["\\n", "END"]');
  try {
    const value: unknown = JSON.parse(text === '' ? '[]' : text);
    if (!Array.isArray(value)) return { problem };
    const texts = value.filter((each) => typeof each === 'string' && each !== '');
    return texts.length === value.length ? (texts as string[]) : { problem };
  } catch {
    return { problem };
  }
}
