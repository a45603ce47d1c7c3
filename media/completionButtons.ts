import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { InspectedRow, MessageToExtension } from '../src/inspector/protocol';
import { iconButton } from './icons';

/** What can be done with a completion as a whole. */
export function completionButtons(
  row: InspectedRow,
  choice: number,
  send: (message: MessageToExtension) => void,
): TemplateResult {
  const { id, pinned, whole } = row;
  const copy = (form: 'text' | 'json' | 'curl') => () => {
    send({ type: 'copy', id, choice, form });
  };
  return html`<span class="buttons" role="toolbar" aria-label=${l10n.t('Completion')}>
    ${
      row.state === 'streaming' && row.parent !== null
        ? iconButton('stop', l10n.t('Stop'), () => {
            send({ type: 'stop', id });
          })
        : nothing
    }
    ${iconButton(
      pinned ? 'pinned' : 'pin',
      pinned ? l10n.t('Unpin') : l10n.t('Pin'),
      () => {
        send({ type: 'pin', id, pinned: !pinned });
      },
      pinned,
    )}
    ${
      whole
        ? html`${iconButton('insert', l10n.t('Insert into the Document'), () => {
            send({ type: 'insert', id, choice });
          })}
          ${iconButton('copy', l10n.t('Copy Text'), copy('text'))}
          ${iconButton('json', l10n.t('Copy as JSON'), copy('json'))}
          ${iconButton('terminal', l10n.t('Copy Request as curl'), copy('curl'))}`
        : nothing
    }
    ${
      row.place
        ? iconButton('goToFile', l10n.t('Go to Document'), () => {
            send({ type: 'goTo', id });
          })
        : nothing
    }
  </span>`;
}
