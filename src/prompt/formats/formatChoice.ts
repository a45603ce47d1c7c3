import type { BackendCapabilities } from '../../completions/backendCapabilities';
import { plainFormat, suffixFormat } from './continuationFormats';
import { fillInTheMiddleFormats } from './fillInTheMiddleFormats';
import { instructionFormats } from './instructionFormats';
import type { FormatName, PromptFormat } from './promptFormat';
import { templateFormat } from './templateFormat';
import { isTemplate } from './templateRule';

/** What the person's settings say of the format. */
export interface FormatSettings {
  readonly format: FormatName | 'automatic';
  /** Used when `format` is `custom`. */
  readonly template: string;
}

const formats: ReadonlyMap<string, PromptFormat> = new Map(
  [plainFormat, suffixFormat, ...fillInTheMiddleFormats, ...instructionFormats].map((format) => [
    format.name,
    format,
  ]),
);

/**
 * Models by their ids, as servers write them (`qwen2.5-coder:7b-base`, `Qwen/Qwen2.5-Coder-7B`).
 * The first that fits counts. A model that is in no line gets the plain prefix: never a format that
 * it may not know.
 */
const FAMILIES: readonly (readonly [pattern: RegExp, format: FormatName])[] = [
  [/qwen-?3(?:[.\d]*)?-?coder/, 'qwen3-coder'],
  [/qwen-?2(?:\.\d)?-?coder/, 'qwen-coder'],
  [/codeqwen|starcoder|granite.*code|code.*granite|stable-code/, 'starcoder'],
  [/deepseek-?coder/, 'deepseek-coder'],
  // The larger ones, and those for one language, have not learned to fill in.
  [/code-?llama(?!.*(?:34b|70b|python))/, 'codellama'],
  [/code-?llama/, 'plain'],
  [/codestral(?!.*mamba)/, 'codestral'],
  [/codegemma|granite-?4/, 'codegemma'],
  [/seed-?coder(?!.*(?:instruct|reasoning))/, 'seed-coder'],
  [/gpt-?oss/, 'gpt-oss'],
  // Models that were taught another's manner of thinking do not answer as their base does.
  [/distill/, 'plain'],
  // On Hugging Face the base model has the plain name; elsewhere there is only the instructed one.
  [/^meta-llama\/(?!.*instruct)|llama.*(?:base|text)\b/, 'plain'],
  [/llama-?3|llama-?4/, 'llama-instruct'],
  [/qwen.*(?:base)\b/, 'plain'],
  // Those that are told apart from the ones that think have no thoughts to leave out.
  [/qwen-?3.*instruct/, 'chatml'],
  [/qwen-?3|qwq/, 'qwen3'],
  [/qwen/, 'chatml'],
];

/**
 * The format for `model` behind a backend that can do what `capabilities` says.
 *
 * What the server does itself is best done by the server. Where it puts a chat around the prompt,
 * marks inside of the prompt would be only text, so that the model has to be told in words.
 */
export function chooseFormat(
  { format, template }: FormatSettings,
  model: string,
  capabilities: Pick<BackendCapabilities, 'suffix' | 'rawPrompt'>,
): PromptFormat {
  if (format === 'custom' && isTemplate(template)) return templateFormat(template);
  if (format !== 'automatic' && format !== 'custom') return named(format);
  const family = familyOf(model);
  if (capabilities.rawPrompt) return capabilities.suffix ? suffixFormat : named(family);
  const fillsIn = fillInTheMiddleFormats.some(({ name }) => name === family);
  return capabilities.suffix && fillsIn ? suffixFormat : named('instruction');
}

function familyOf(model: string): FormatName {
  const id = model.toLowerCase().replaceAll('_', '-');
  return FAMILIES.find(([pattern]) => pattern.test(id))?.[1] ?? 'plain';
}

function named(name: FormatName): PromptFormat {
  return formats.get(name) ?? plainFormat;
}
