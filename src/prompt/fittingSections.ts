import { withoutCredentials } from './credentials';
import type { PromptPart } from './prompt';
import type { PromptParts } from './promptParts';
import type { Section } from './promptSubject';
import { withoutMarkers } from './specialMarkers';
import { beginningOfText } from './textCut';
import { weightOf } from './tokenRate';

/** As many of the sections, from the first on, as weigh no more than `room`: each with its heading. */
export function fittingSections(
  sections: readonly Section[],
  room: number,
  parts: PromptParts,
): PromptPart[] {
  const fitting: PromptPart[] = [];
  let left = room;
  for (const { kind, label, text, reason } of sections) {
    const heading = parts.heading(label);
    const safe = withoutMarkers(withoutCredentials(text));
    const cut = beginningOfText(safe, left - weightOf(heading) - 1);
    // A line or less of a longer piece says nothing.
    if (cut !== safe && !cut.includes('\n')) continue;
    const part = parts.part(kind, label, `${heading}${cut}\n`, reason);
    left -= weightOf(part.text);
    if (left < 0) break;
    fitting.push(part);
  }
  return fitting;
}
