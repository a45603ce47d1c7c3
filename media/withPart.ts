import { html, type TemplateResult } from 'lit';

/** A text with what stands for its `{0}` set apart. */
export function withPart(text: string, part: string): TemplateResult {
  const [before, after] = text.split('{0}');
  return html`${before}<strong>${part}</strong>${after}`;
}
