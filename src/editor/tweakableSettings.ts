import * as v from 'valibot';
import * as vscode from 'vscode';
import type { InspectedSetting, SettingValue } from '../inspector/protocol';

const SECTION = 'inkling';

/** Those of the settings that change what the model writes or how much of it is shown. */
const NAMES = ['model', 'temperature', 'topP', 'stop', 'maxTokens', 'eagerness'];

const schemaOfSetting = v.object({
  type: v.picklist(['string', 'number', 'integer', 'array']),
  enum: v.optional(v.array(v.string())),
  minimum: v.optional(v.number()),
  maximum: v.optional(v.number()),
  maxItems: v.optional(v.number()),
  markdownDescription: v.string(),
});
type SchemaOfSetting = v.InferOutput<typeof schemaOfSetting>;

const manifestSchema = v.object({
  contributes: v.object({
    configuration: v.array(v.object({ properties: v.record(v.string(), v.unknown()) })),
  }),
});

/** The settings that the inspector lets a person change, by what package.json says of them. */
export class TweakableSettings {
  private readonly schemas = new Map<string, SchemaOfSetting>();

  constructor(manifest: unknown) {
    const { configuration } = v.parse(manifestSchema, manifest).contributes;
    const all: Record<string, unknown> = {};
    for (const { properties } of configuration) Object.assign(all, properties);
    for (const name of NAMES) {
      const schema = v.safeParse(schemaOfSetting, all[`${SECTION}.${name}`]);
      if (schema.success) this.schemas.set(name, schema.output);
    }
  }

  /** @param models to be proposed for the model */
  read(models: readonly string[]): InspectedSetting[] {
    const configuration = vscode.workspace.getConfiguration(SECTION);
    return [...this.schemas].map(([name, schema]) => {
      const inspected = configuration.inspect(name);
      const given = v.safeParse(valueSchema(schema), configuration.get(name));
      const preset = v.parse(valueSchema(schema), inspected?.defaultValue);
      const inWorkspace = inspected?.workspaceFolderValue ?? inspected?.workspaceValue;
      return {
        name,
        description: schema.markdownDescription.replaceAll(/[`*]/g, ''),
        value: given.success ? given.output : preset,
        setIn:
          inWorkspace !== undefined
            ? 'workspace'
            : inspected?.globalValue !== undefined
              ? 'user'
              : 'default',
        kind: kindOf(schema),
        minimum: schema.minimum ?? null,
        maximum: schema.maximum ?? null,
        options: schema.enum ?? (name === 'model' ? [...models] : []),
      };
    });
  }

  /** @throws Error where the value does not fit, or the settings cannot be written */
  async write(name: string, value: SettingValue, target: 'user' | 'workspace'): Promise<void> {
    const fitting = v.parse(valueSchema(this.schema(name)), value);
    await update(name, fitting, target);
  }

  /** @throws Error where the settings cannot be written */
  async reset(name: string, target: 'user' | 'workspace'): Promise<void> {
    this.schema(name);
    await update(name, undefined, target);
  }

  private schema(name: string): SchemaOfSetting {
    const schema = this.schemas.get(name);
    if (!schema) throw new Error(`There is no setting ${SECTION}.${name} to be changed here.`);
    return schema;
  }
}

async function update(
  name: string,
  value: SettingValue | undefined,
  target: 'user' | 'workspace',
): Promise<void> {
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const where = target === 'user' ? Global : Workspace;
  await vscode.workspace.getConfiguration(SECTION).update(name, value, where);
}

function kindOf({ type, enum: choices }: SchemaOfSetting): InspectedSetting['kind'] {
  if (type === 'array') return 'list';
  if (type === 'string') return choices ? 'choice' : 'text';
  return type;
}

function valueSchema(schema: SchemaOfSetting): v.GenericSchema<unknown, SettingValue> {
  const { type, enum: choices, minimum = -Infinity, maximum = Infinity } = schema;
  if (type === 'array') {
    const text = v.pipe(v.string(), v.nonEmpty('A text must not be empty.'));
    return v.pipe(v.array(text), v.maxLength(schema.maxItems ?? Infinity));
  }
  if (type === 'string') {
    return choices ? v.picklist(choices) : v.pipe(v.string(), v.trim(), v.nonEmpty('It is empty.'));
  }
  const number = v.pipe(v.number(), v.minValue(minimum), v.maxValue(maximum));
  return type === 'integer' ? v.pipe(number, v.integer()) : number;
}
