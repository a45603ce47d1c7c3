/** The parameters of a valid request, as they went out. */
export type Parameters = Readonly<Record<string, unknown>>;

/** How many choices an answer has. */
export function expectedChoices({ prompt, n }: Parameters): number {
  const perPrompt = typeof n === 'number' ? n : 1;
  if (!Array.isArray(prompt)) return perPrompt;
  return typeof prompt[0] === 'number' ? perPrompt : perPrompt * prompt.length;
}
