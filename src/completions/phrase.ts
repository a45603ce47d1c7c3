/**
 * A text for the person, made where nobody knows their language: English with gaps, `{0}` and so on,
 * and what stands in them. `npm run check:l10n` wants a translation of each.
 */
export interface Phrase {
  readonly text: string;
  readonly values: readonly PhraseValue[];
}

/** Names, figures and what others have said are the same in every language; a phrase is not. */
export type PhraseValue = string | number | Phrase;

/** What is shown to the person: a phrase, or what has no translation. */
export type Wording = string | Phrase;

/** Fills the gaps of `text`, or of its translation; the form of VS Code's `l10n.t`. */
export type Localize = (text: string, ...values: (string | number)[]) => string;

/** A template with this tag is a phrase. */
export function phrase(parts: TemplateStringsArray, ...values: PhraseValue[]): Phrase {
  return { text: parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`), values };
}

/** Fills the gaps, and leaves the text as it is. */
export const english: Localize = (text, ...values) =>
  text.replace(/\{(\d+)\}/g, (gap, index) => String(values[Number(index)] ?? gap));

/** The text of `wording`, in English unless `localize` knows another language. */
export function written(wording: Wording, localize: Localize = english): string {
  if (typeof wording === 'string') return wording;
  const { text, values } = wording;
  const filled = values.map((value) =>
    typeof value === 'number' ? value : written(value, localize),
  );
  return localize(text, ...filled);
}
