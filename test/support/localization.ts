import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { project } from './project';

// Collects the strings of the code into l10n/bundle.l10n.json; with --check only tells what is
// missing there, in a translation, or in package.nls.*.json.

/** The languages that Inkling speaks beside English, as VS Code names them. */
export const LANGUAGES = ['de', 'fr', 'es', 'ja', 'zh-cn'] as const;

type Strings = Readonly<Record<string, string>>;

/** Properties whose texts reach the person from where nobody knows their language. */
const WORDED = /^(?:message|remedy|reason|what)$/;
/** There, texts are for programs: the server's clients. */
const FOR_PROGRAMS = /^local[\\/]server[\\/]/;

/** The text of a template with the tag `phrase`, with its gaps as `l10n.t` writes them. */
function phraseIn({ template }: ts.TaggedTemplateExpression): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const { head, templateSpans } = template;
  return templateSpans.reduce(
    (text, { literal }, gap) => `${text}{${gap}}${literal.text}`,
    head.text,
  );
}

/** Whether `node` gives a worded property a sentence that is no phrase. */
function isUntranslatable(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node) || !WORDED.test(node.name.getText())) return false;
  const { initializer } = node;
  const isText = ts.isStringLiteralLike(initializer) || ts.isTemplateExpression(initializer);
  return isText && /\s/.test(initializer.getText());
}

/** The first arguments of all `l10n.t` in a source text, and all of its phrases. */
export function stringsIn(source: string, file: string): { strings: string[]; problems: string[] } {
  const strings: string[] = [];
  const problems: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText())) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteralLike(first)) strings.push(first.text);
      else problems.push(`${file}: l10n.t needs a literal: ${node.getText()}`);
    }
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'phrase') {
      strings.push(phraseIn(node));
    }
    if (isUntranslatable(node) && !FOR_PROGRAMS.test(file)) {
      problems.push(`${file}: the person cannot read this in their language: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return { strings, problems };
}

/** What a translation must have in common with its original: placeholders, links, code, settings. */
export function fixedParts(text: string): string[] {
  return (text.match(/\{\d+\}|\]\([^)]*\)|`[^`]+`|\$\([\w~-]+\)/g) ?? []).sort();
}

/** What is wrong with a translation of `originals`. */
export function problemsOf(originals: Strings, translations: Strings, file: string): string[] {
  const missing = Object.keys(originals).filter((key) => translations[key] === undefined);
  const gone = Object.keys(translations).filter((key) => originals[key] === undefined);
  const different = Object.entries(originals).filter(([key, text]) => {
    const translation = translations[key];
    if (translation === undefined) return false;
    return translation.trim() === '' || fixedParts(text).join() !== fixedParts(translation).join();
  });
  return [
    ...missing.map((key) => `${file} lacks ${JSON.stringify(key)}`),
    ...gone.map((key) => `${file} has ${JSON.stringify(key)}, which is not used any more`),
    ...different.map(
      ([key]) => `${file}: other placeholders, links or code in ${JSON.stringify(key)}`,
    ),
  ];
}

/** Properties of package.json whose texts a person sees. */
const SHOWN = /^(?:title|name|description|markdownDescription|patternErrorMessage|altText)$/;
const SHOWN_LISTS = /^(?:enumDescriptions|markdownEnumDescriptions)$/;

/** The texts of a manifest's part that a person sees, with their places. */
export function shownTexts(part: unknown, place = ''): { place: string; text: string }[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
    const inside = `${place}.${name}`;
    if (typeof value === 'string' && SHOWN.test(name)) return [{ place: inside, text: value }];
    if (Array.isArray(value) && SHOWN_LISTS.test(name)) {
      return value.map((text, index) => ({ place: `${inside}.${index}`, text: String(text) }));
    }
    return shownTexts(value, inside);
  });
}

/** What is wrong with the texts of package.json. */
export function manifestProblems(shown: unknown, originals: Strings): string[] {
  const used = new Set<string>();
  const problems = shownTexts(shown).flatMap(({ place, text }) => {
    const key = /^%(.+)%$/.exec(text)?.[1];
    if (key === undefined) return [`package.json: ${place} is no %key% of package.nls.json`];
    used.add(key);
    return originals[key] === undefined ? [`package.nls.json lacks ${key}`] : [];
  });
  const unused = Object.keys(originals).filter((key) => !used.has(key));
  return [...problems, ...unused.map((key) => `package.nls.json has ${key}, which is not used`)];
}

function readStrings(...path: string[]): Strings {
  try {
    return JSON.parse(readFileSync(join(project.root, ...path), 'utf8')) as Strings;
  } catch {
    return {};
  }
}

function codeStrings(): { originals: Strings; problems: string[] } {
  const found = ['media', 'src'].flatMap((folder) =>
    readdirSync(join(project.root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => stringsIn(readFileSync(join(project.root, folder, file), 'utf8'), file)),
  );
  const strings = [...new Set(found.flatMap((each) => each.strings))].sort();
  return {
    originals: Object.fromEntries(strings.map((text) => [text, text])),
    problems: found.flatMap((each) => each.problems),
  };
}

/** Everything that is wrong with the strings of the project. */
export function localizationProblems(): string[] {
  const code = codeStrings();
  const manifest = JSON.parse(readFileSync(join(project.root, 'package.json'), 'utf8')) as Record<
    'capabilities' | 'contributes' | 'description',
    unknown
  >;
  const { capabilities, contributes, description } = manifest;
  const texts = readStrings('package.nls.json');
  const bundle = 'bundle.l10n.json';
  return [
    ...code.problems,
    ...problemsOf(code.originals, readStrings('l10n', bundle), bundle),
    ...manifestProblems({ capabilities, contributes, description }, texts),
    ...LANGUAGES.flatMap((language) => {
      const [translated, manifestFile] = [
        `bundle.l10n.${language}.json`,
        `package.nls.${language}.json`,
      ];
      return [
        ...problemsOf(code.originals, readStrings('l10n', translated), translated),
        ...problemsOf(texts, readStrings(manifestFile), manifestFile),
      ];
    }),
  ];
}

function main(): void {
  if (!process.argv.includes('--check')) {
    const text = `${JSON.stringify(codeStrings().originals, null, 2)}\n`;
    writeFileSync(join(project.root, 'l10n', 'bundle.l10n.json'), text);
  }
  const problems = localizationProblems();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

if (require.main === module) main();
