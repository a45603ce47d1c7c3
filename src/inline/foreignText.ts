/** Markers of models' own formats that leak into what they write. */
const SPECIAL_TOKEN =
  /<\|\w[\w▁-]{1,40}\|>|<｜[^｜\n]{2,40}｜>|<\/?(?:PRE|SUF|MID|EOT|s)>(?=\s*$)|<fim_\w{4,8}>/u;
const FENCE = /^[ \t]*(?:```|~~~)/m;
/** Languages in which a fence is a line like any other. */
const WITH_FENCES = new Set(['markdown', 'mdx', 'quarto', 'rmd', 'restructuredtext', 'latex']);

/**
 * Where text begins that is not of the document: a special token of the model, or the fence with
 * which a chatty model ends its code. Undefined while there is none.
 */
export function foreignTextStart(text: string, languageId: string): number | undefined {
  const special = text.search(SPECIAL_TOKEN);
  const fence = WITH_FENCES.has(languageId) ? -1 : text.search(FENCE);
  const starts = [special, fence === -1 ? -1 : lineEndBefore(text, fence)].filter(
    (at) => at !== -1,
  );
  return starts.length === 0 ? undefined : Math.min(...starts);
}

function lineEndBefore(text: string, position: number): number {
  return position > 0 && text[position - 1] === '\n' ? position - 1 : position;
}
