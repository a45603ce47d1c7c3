import type { InspectedPart } from '../inspector/protocol';
import type { PromptPart } from '../prompt/prompt';
import { localized } from './localized';

/** The parts of a prompt as the inspector has them. */
export function inspectedParts(parts: readonly PromptPart[]): InspectedPart[] {
  return parts.map((part) => ({
    ...part,
    label: localized(part.label),
    reason: localized(part.reason),
  }));
}
