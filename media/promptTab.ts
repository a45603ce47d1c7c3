import { html, nothing, svg, type TemplateResult } from 'lit';
import type { InspectedDetail } from '../src/inspector/protocol';
import { count, duration, of } from './quantity';
import { timingBars } from './timingBars';

/** What was sent: the prompt part by part, the parameters, and where the time went. */
export function promptTab(detail: InspectedDetail): TemplateResult {
  const total = detail.parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const { usage, timing } = detail;
  return html`<div class="prompt">
    <section aria-label="Parts of the prompt">
      <h3
        >Prompt
        <span class="hint"
          >${
            usage
              ? `${of(usage.promptTokens, 'token')}${usage.cachedTokens === null ? '' : `, ${count(usage.cachedTokens)} cached`}`
              : `about ${of(total, 'token')}`
          }</span
        ></h3
      >
      ${detail.parts.map(
        (part, index) =>
          html`<details
            class="part"
            ?open=${index === detail.parts.length - 1 || detail.parts.length < 3}
            ><summary
              ><span class="part-name"
                >${part.label}
                <span class="hint"
                  >${part.kind}${part.inSuffixField ? ', in the suffix field' : ''}</span
                ></span
              ><span class="number hint">≈ ${of(part.tokens, 'token')}</span
              ><svg class="bar" aria-hidden="true" focusable="false">
                ${svg`<rect width="${total === 0 ? 0 : (part.tokens / total) * 100}%" height="100%"></rect>`}
              </svg></summary
            >
            <p class="hint">${part.reason}</p>
            <pre tabindex="0" role="group" aria-label="Text of ${part.label}">${part.text}</pre>
          </details>`,
      )}
    </section>
    <section aria-label="Request">
      <h3>Parameters</h3>
      <table class="parameters">
        <tbody>
          ${detail.parameters.map(
            ([name, value]) =>
              html`<tr
                ><th scope="row">${name}</th><td><code>${value}</code></td></tr
              >`,
          )}
        </tbody>
      </table>
      ${
        timing.total === null
          ? nothing
          : html`<h3>Time <span class="hint">${duration(timing.total)}</span></h3>
              ${timingBars(timing)}`
      }
    </section>
  </div>`;
}
