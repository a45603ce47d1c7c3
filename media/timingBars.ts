import * as l10n from '@vscode/l10n';
import { html, svg, type TemplateResult } from 'lit';
import type { Timing } from '../src/inspector/protocol';
import { duration } from './quantity';

function stages(): readonly (readonly [keyof Timing, string])[] {
  return [
    ['own', 'Inkling'],
    ['network', l10n.t('Network')],
    ['queue', l10n.t('Queue')],
    ['prompt', l10n.t('Prompt')],
    ['completion', l10n.t('Completion')],
  ];
}

/** Where the time went, stage by stage. */
export function timingBars(timing: Timing): TemplateResult {
  const known = stages().filter(([stage]) => timing[stage] !== null);
  const longest = Math.max(...known.map(([stage]) => timing[stage] ?? 0), 1);
  if (known.length === 0) {
    return html`<p class="hint">${l10n.t('The server did not say where the time went.')}</p>`;
  }
  return html`<table class="bars">
    <tbody>
      ${known.map(
        ([stage, name]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="number">${duration(timing[stage] ?? 0)}</td>
            <td class="wide"
              ><svg class="bar" aria-hidden="true" focusable="false">
                ${svg`<rect width="${((timing[stage] ?? 0) / longest) * 100}%" height="100%" rx="2"></rect>`}
              </svg></td
            >
          </tr>`,
      )}
    </tbody>
  </table>`;
}
