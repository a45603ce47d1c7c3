import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { SCALE } from './probability';
import type { ReceivedChoice } from './receivedCompletion';
import type { TokenLimits } from './tokenText';

/** What the colours and marks of a text mean, as far as it has them. */
export function legend(
  { echoed, shown }: TokenLimits,
  { length, isScored }: ReceivedChoice,
): TemplateResult | typeof nothing {
  const isCut = shown !== undefined && shown < length - echoed;
  if (!isScored && echoed === 0 && !isCut) return nothing;
  return html`<div class="legend">
    ${
      isScored
        ? html`<span
            class="scale"
            role="img"
            aria-label=${l10n.t('Scale of the probabilities: {0}', SCALE.map(({ label }) => label()).join(', '))}
            >${SCALE.map(
              ({ label }, index) => html`<span class="sure-${index}">${label()}</span>`,
            )}</span
          >`
        : nothing
    }
    ${echoed > 0 ? html`<span class="echoed">${l10n.t('prompt')}</span>` : nothing}
    ${isCut ? html`<span class="cut">${l10n.t('not shown')}</span>` : nothing}
    ${
      isScored
        ? html`<span class="hint line-key"
              ><span class="surprise-key"></span>${l10n.t('surprise')}</span
            >
            <span class="hint line-key"
              ><span class="entropy-key"></span>${l10n.t('entropy')}</span
            >`
        : nothing
    }
  </div>`;
}
