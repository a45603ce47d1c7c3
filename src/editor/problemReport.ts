import type { Problem } from './log';

/** What package.json says of a setting, as far as the report asks. */
export interface ReportedSchema {
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
}

/** A setting that is not at its default. */
export interface ChangedSetting {
  readonly name: string;
  readonly value: unknown;
  /** Where it was changed: user, workspace, folder. */
  readonly where: readonly string[];
  readonly schema: ReportedSchema;
}

/** What a report of a problem tells. */
export interface ReportFacts {
  /** Names and values, such as the version of VS Code. */
  readonly versions: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly settings: readonly ChangedSetting[];
  readonly problems: readonly Problem[];
  /** The person's home folder, which bears their name; '' where there is none. */
  readonly home: string;
}

/** Texts around the facts, in the person's language. */
export interface ReportTexts {
  readonly title: string;
  readonly introduction: string;
  readonly what: string;
  readonly steps: string;
  readonly versions: string;
  readonly state: string;
  readonly settings: string;
  readonly allDefault: string;
  readonly problems: string;
  readonly noProblem: string;
}

/** The report as a text in Markdown, to be read, completed and copied by the person. */
export function problemReport(facts: ReportFacts, texts: ReportTexts): string {
  const { versions, state, settings, problems, home } = facts;
  const changed = settings.map(({ name, value, where, schema }) => [
    `\`${name}\``,
    `${shownValue(name, value, schema)} (${where.join(', ')})`,
  ]);
  const entries = problems.map(
    ({ time, level, text }) =>
      `${new Date(time).toISOString()} [${level}] ${withoutHome(text, home)}`,
  );
  return [
    `# ${texts.title}`,
    texts.introduction,
    `## ${texts.what}`,
    '…',
    `## ${texts.steps}`,
    '1. …',
    `## ${texts.versions}`,
    list(Object.entries(versions)),
    `## ${texts.state}`,
    list(Object.entries(state)),
    `## ${texts.settings}`,
    changed.length > 0 ? list(changed) : texts.allDefault,
    `## ${texts.problems}`,
    entries.length > 0 ? fenced(entries.join('\n')) : texts.noProblem,
    '',
  ].join('\n\n');
}

/** Settings whose text is no secret, though it is free. */
const OPEN_TEXTS = new Set(['inkling.model']);

/**
 * A setting's value, as far as it can be nobody's secret: of numbers, switches and choices the value,
 * of an address its origin, of anything else only that it is set.
 */
export function shownValue(
  name: string,
  value: unknown,
  { enum: choices }: ReportedSchema,
): string {
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  if (isPlain || choices?.includes(value) === true) return code(value);
  if (typeof value !== 'string') return value === null ? code(value) : sizeOf(value);
  if (OPEN_TEXTS.has(name)) return code(value);
  const address = /^https?:/i.test(value) ? URL.parse(value) : null;
  return address ? code(address.origin) : sizeOf(value);
}

function sizeOf(value: unknown): string {
  if (typeof value === 'string') return `text, ${value.length} characters`;
  if (Array.isArray(value)) return `list, ${value.length} entries`;
  return typeof value === 'object' && value !== null
    ? `object, ${Object.keys(value).length} entries`
    : typeof value;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function list(entries: readonly (readonly string[])[]): string {
  return entries.map(([name = '', value = '']) => `- ${name}: ${value}`).join('\n');
}

function withoutHome(text: string, home: string): string {
  return home === '' ? text : text.replaceAll(home, '~');
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
