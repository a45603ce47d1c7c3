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
  return html`<span class="buttons" role="toolbar" aria-label="Completion">
    ${
      row.state === 'streaming' && row.parent !== null
        ? iconButton('stop', 'Stop', () => {
            send({ type: 'stop', id });
          })
        : nothing
    }
    ${iconButton(
      pinned ? 'pinned' : 'pin',
      pinned ? 'Unpin' : 'Pin',
      () => {
        send({ type: 'pin', id, pinned: !pinned });
      },
      pinned,
    )}
    ${
      whole
        ? html`${iconButton('insert', 'Insert into the Document', () => {
            send({ type: 'insert', id, choice });
          })}
          ${iconButton('copy', 'Copy Text', copy('text'))}
          ${iconButton('json', 'Copy as JSON', copy('json'))}
          ${iconButton('terminal', 'Copy Request as curl', copy('curl'))}`
        : nothing
    }
    ${
      row.place
        ? iconButton('goToFile', 'Go to Document', () => {
            send({ type: 'goTo', id });
          })
        : nothing
    }
  </span>`;
}
