import { html, svg, type TemplateResult } from 'lit';
import type { Timing } from '../src/inspector/protocol';
import { duration } from './quantity';

const STAGES: readonly (readonly [keyof Timing, string])[] = [
  ['own', 'Inkling'],
  ['network', 'Network'],
  ['queue', 'Queue'],
  ['prompt', 'Prompt'],
  ['completion', 'Completion'],
];

/** Where the time went, stage by stage. */
export function timingBars(timing: Timing): TemplateResult {
  const known = STAGES.filter(([stage]) => timing[stage] !== null);
  const longest = Math.max(...known.map(([stage]) => timing[stage] ?? 0), 1);
  if (known.length === 0) {
    return html`<p class="hint">The server did not say where the time went.</p>`;
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
