import * as l10n from '@vscode/l10n';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { InspectedDetail } from '../src/inspector/protocol';
import { count, countedTokens, duration } from './quantity';
import { timingBars } from './timingBars';

/** What was sent: the prompt part by part, the parameters, and where the time went. */
export function promptTab(detail: InspectedDetail): TemplateResult {
  const total = detail.parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const { usage, timing } = detail;
  return html`<div class="prompt">
    <section aria-label=${l10n.t('Parts of the prompt')}>
      <h3
        >${l10n.t('Prompt')}
        <span class="hint"
          >${
            usage
              ? [
                  countedTokens(usage.promptTokens),
                  usage.cachedTokens === null
                    ? ''
                    : l10n.t('{0} cached', count(usage.cachedTokens)),
                ]
                  .filter(Boolean)
                  .join(', ')
              : l10n.t('about {0}', countedTokens(total))
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
                  >${part.kind}${part.inSuffixField ? `, ${l10n.t('in the suffix field')}` : ''}</span
                ></span
              ><span class="number hint">≈ ${countedTokens(part.tokens)}</span
              ><svg class="bar" aria-hidden="true" focusable="false">
                ${svg`<rect width="${total === 0 ? 0 : (part.tokens / total) * 100}%" height="100%"></rect>`}
              </svg></summary
            >
            <p class="hint">${part.reason}</p>
            <pre tabindex="0" role="group" aria-label=${l10n.t('Text of {0}', part.label)}>
${part.text}</pre>
          </details>`,
      )}
    </section>
    <section aria-label=${l10n.t('Request')}>
      <h3>${l10n.t('Parameters')}</h3>
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
          : html`<h3>${l10n.t('Time')} <span class="hint">${duration(timing.total)}</span></h3>
              ${timingBars(timing)}`
      }
    </section>
  </div>`;
}
