/**
 * Marks with which models end a turn or a text, or begin another part of the prompt. They leak into
 * the text of some servers, always at its end. `</s>` is left out on purpose: it is HTML too.
 */
const SPECIAL_TOKENS: readonly string[] = [
  '<|eot_id|>',
  '<|eom_id|>',
  '<|end_of_text|>',
  '<|begin_of_text|>',
  '<|start_header_id|>',
  '<|endoftext|>',
  '<|im_end|>',
  '<|im_start|>',
  '<|end|>',
  '<|start|>',
  '<|return|>',
  '<|call|>',
  '<|fim_prefix|>',
  '<|fim_suffix|>',
  '<|fim_middle|>',
  '<|fim_pad|>',
  '<|file_sep|>',
  '<|file_separator|>',
  '<|repo_name|>',
  '<fim_prefix>',
  '<fim_suffix>',
  '<fim_middle>',
  '<file_sep>',
  '<｜begin▁of▁sentence｜>',
  '<｜end▁of▁sentence｜>',
  '<｜fim▁begin｜>',
  '<｜fim▁hole｜>',
  '<｜fim▁end｜>',
  '<[begin▁of▁sentence]>',
  '<[end▁of▁sentence]>',
  '<[fim-prefix]>',
  '<[fim-suffix]>',
  '<[fim-middle]>',
  '<EOT>',
  '<eos>',
];

/** `text` without the special tokens at its end. */
export function withoutTrailingSpecialTokens(text: string): string {
  return text.slice(0, startOfTrailingTokens(text, text.length));
}

/**
 * How much of `text` can be passed on while more may follow: all but special tokens at its end and
 * a possible beginning of one. In UTF-16 code units.
 */
export function safeLength(text: string): number {
  // Every special token has its only `<` at its start.
  const open = text.lastIndexOf('<');
  if (open === -1) return text.length;
  const tail = text.slice(open);
  const begun = SPECIAL_TOKENS.some((token) => token !== tail && token.startsWith(tail));
  return startOfTrailingTokens(text, begun ? open : text.length);
}

function startOfTrailingTokens(text: string, end: number): number {
  let start = end;
  for (;;) {
    if (text[start - 1] !== '>') return start;
    const token = SPECIAL_TOKENS.find((candidate) => text.endsWith(candidate, start));
    if (token === undefined) return start;
    start -= token.length;
  }
}
