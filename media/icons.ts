/*! Icons: Codicons, Microsoft Corporation, CC BY 4.0, https://github.com/microsoft/vscode-codicons */
import clearAll from '@vscode/codicons/src/icons/clear-all.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';
import goToFile from '@vscode/codicons/src/icons/go-to-file.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import json from '@vscode/codicons/src/icons/json.svg';
import pin from '@vscode/codicons/src/icons/pin.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import stop from '@vscode/codicons/src/icons/debug-stop.svg';
import terminal from '@vscode/codicons/src/icons/terminal.svg';
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

const ICONS = {
  clearAll,
  copy,
  export: exportIcon,
  goToFile,
  insert,
  json,
  pin,
  pinned,
  stop,
  terminal,
} as const;

export type IconName = keyof typeof ICONS;

/** A button that is an icon; `label` is what it does, for all who cannot see or guess it. */
export function iconButton(
  name: IconName,
  label: string,
  run: () => void,
  pressed?: boolean,
): TemplateResult {
  return html`<button
    class="icon"
    title=${label}
    aria-label=${label}
    aria-pressed=${pressed ?? nothing}
    @click=${run}
    >${unsafeHTML(ICONS[name])}</button
  >`;
}
