import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ReceivedCompletion } from './receivedCompletion';

/** Which of several choices of a completion is shown; nothing where there is only one. */
export function choiceButtons(
  completion: ReceivedCompletion | undefined,
  chosen: number,
  choose: (choice: number) => void,
): TemplateResult | typeof nothing {
  const number = completion?.detail?.choices.length ?? 0;
  if (number < 2) return nothing;
  return html`<span class="choices" role="group" aria-label=${l10n.t('Choices')}
    >${Array.from(
      { length: number },
      (_, index) =>
        html`<button
          class="link"
          aria-pressed=${index === chosen}
          aria-label=${l10n.t('Choice {0} of {1}', index + 1, number)}
          @click=${() => {
            choose(index);
          }}
          >${index + 1}</button
        >`,
    )}</span
  >`;
}
