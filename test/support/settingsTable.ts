import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type Manifest, readManifest, type SettingSchema, type SettingsSection } from './manifest';

// Writes the settings tables of the README from package.json; with --check only compares the two.

const START = '<!-- settings: made by `npm run readme` -->';
const END = '<!-- /settings -->';

/** One table for each section of the settings. */
function tables({ contributes }: Manifest): string {
  return contributes.configuration
    .map(({ title, properties }) => `### ${title}\n\n${table(properties)}`)
    .join('\n\n');
}

function table(properties: SettingsSection['properties']): string {
  const settings = Object.entries(properties).sort(([, a], [, b]) => a.order - b.order);
  const rows = settings.map(
    ([name, setting]) =>
      `| \`${name}\` | ${values(setting)} | \`${JSON.stringify(setting.default)}\` | ${described(setting)} |`,
  );
  return ['| setting | values | default | what it does |', '|---|---|---|---|', ...rows].join('\n');
}

/** The description, without the links to other settings that only VS Code follows. */
function described({ markdownDescription }: SettingSchema): string {
  return markdownDescription.replaceAll(/`#(.+?)#`/g, '`$1`');
}

function values({ type, enum: choices, minimum, maximum }: SettingSchema): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ');
  const types = [type].flat().join(' or ');
  if (minimum !== undefined && maximum !== undefined) return `${types}, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${types}, from ${minimum}`;
  return types;
}

/** The README with the tables that package.json calls for. */
async function withTables(readme: string, path: string, manifest: Manifest): Promise<string> {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start === -1 || end < start) throw new Error(`README.md has no ${START} … ${END}.`);
  const text = `${readme.slice(0, start)}${START}\n\n${tables(manifest)}\n\n${readme.slice(end)}`;
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

async function main(): Promise<void> {
  const root = join(__dirname, '..', '..');
  const path = join(root, 'README.md');
  const manifest = readManifest(root);
  const readme = readFileSync(path, 'utf8');
  const wanted = await withTables(readme, path, manifest);
  if (readme === wanted) return;
  if (process.argv.includes('--check')) {
    console.error('The settings tables of README.md are not those of package.json: npm run readme');
    process.exitCode = 1;
    return;
  }
  writeFileSync(path, wanted);
}

void main();
