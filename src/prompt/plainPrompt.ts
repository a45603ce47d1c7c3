import type { CompletionRequest } from '../completions/completionRequest';
import type { DocumentWindow } from './documentWindow';

/** Most characters of text before and after the cursor that a prompt holds. */
const LIMITS = { prefix: 8_000, suffix: 2_000 };

/**
 * The prompt for a model whose fill-in-the-middle format is not known: the prefix, to be continued.
 * The suffix goes along as the API's own field; a backend that has no use for it leaves it out.
 */
export function plainPrompt(window: DocumentWindow): Pick<CompletionRequest, 'prompt' | 'suffix'> {
  return {
    prompt: fromLineBorder(window.prefix, LIMITS.prefix),
    suffix: toLineBorder(window.suffix, LIMITS.suffix),
  };
}

/** The end of `text`, whole lines where it has line borders within the limit. */
function fromLineBorder(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const border = text.indexOf('\n', text.length - limit - 1);
  return border === -1 ? wholeCodePoints(text.slice(-limit)) : text.slice(border + 1);
}

function toLineBorder(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const border = text.lastIndexOf('\n', limit);
  return border <= 0 ? wholeCodePoints(text.slice(0, limit)) : text.slice(0, border);
}

/** Drops the half of a surrogate pair that a cut may have left at either end. */
function wholeCodePoints(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/gu, '');
}
