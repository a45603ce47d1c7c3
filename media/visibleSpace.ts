import { html, type TemplateResult } from 'lit';

/** White space keeps its place and its character; a mark is drawn over it. */
export function withVisibleSpace(text: string): (string | TemplateResult)[] {
  return text.split(/( +|\t|\r?\n)/).map((part) => {
    if (part.startsWith(' ')) return html`<i class="space">${part}</i>`;
    if (part === '\t') return html`<i class="tab">${part}</i>`;
    if (part.endsWith('\n')) return html`<i class="newline"></i>${part}`;
    return part;
  });
}
