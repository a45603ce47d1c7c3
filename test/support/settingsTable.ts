import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

// Writes the settings table of the README from package.json; with --check only compares the two.

interface Setting {
  readonly order: number;
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription: string;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const START = '<!-- settings: made by `npm run readme` -->';
const END = '<!-- /settings -->';

function table({ contributes }: Manifest): string {
  const settings = Object.entries(contributes.configuration.properties);
  settings.sort(([, a], [, b]) => a.order - b.order);
  const rows = settings.map(
    ([name, setting]) =>
      `| \`${name}\` | ${values(setting)} | \`${JSON.stringify(setting.default)}\` | ${setting.markdownDescription} |`,
  );
  return ['| setting | values | default | what it does |', '|---|---|---|---|', ...rows].join('\n');
}

function values({ type, enum: choices, minimum, maximum }: Setting): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ');
  const types = [type].flat().join(' or ');
  if (minimum !== undefined && maximum !== undefined) return `${types}, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${types}, from ${minimum}`;
  return types;
}

/** The README with the table that package.json calls for. */
async function withTable(readme: string, path: string, manifest: Manifest): Promise<string> {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start === -1 || end < start) throw new Error(`README.md has no ${START} … ${END}.`);
  const text = `${readme.slice(0, start)}${START}\n\n${table(manifest)}\n\n${readme.slice(end)}`;
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

async function main(): Promise<void> {
  const root = join(__dirname, '..', '..');
  const path = join(root, 'README.md');
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const readme = readFileSync(path, 'utf8');
  const wanted = await withTable(readme, path, manifest);
  if (readme === wanted) return;
  if (process.argv.includes('--check')) {
    console.error('The settings table of README.md is not that of package.json: npm run readme');
    process.exitCode = 1;
    return;
  }
  writeFileSync(path, wanted);
}

void main();
