import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What package.json says of one setting. */
export interface SettingSchema {
  readonly order: number;
  readonly scope: string;
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  /** Of an object. */
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly markdownDescription: string;
}

/** Settings under one title. */
export interface SettingsSection {
  readonly title: string;
  readonly properties: Readonly<Record<string, SettingSchema>>;
}

export interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly enablement?: string;
}

/** What package.json tells VS Code of the extension, as far as tests and scripts ask. */
export interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly configuration: readonly SettingsSection[];
  };
}

/** package.json of the project in the folder `root`, with its texts in English. */
export function readManifest(root: string): Manifest {
  const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Readonly<
    Record<string, string>
  >;
  const withTexts = (_name: string, value: unknown) => {
    const key = typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined;
    return key === undefined ? value : texts[key];
  };
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'), withTexts) as Manifest;
}

/** All settings, by their names. */
export function settingsOf({ contributes }: Manifest): ReadonlyMap<string, SettingSchema> {
  return new Map(contributes.configuration.flatMap(({ properties }) => Object.entries(properties)));
}
