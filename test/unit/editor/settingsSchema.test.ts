import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DIALECT_NAMES } from '../../../src/completions/dialectNames';
import { LIMITS } from '../../../src/completions/parameterLimits';
import type { Rule } from '../../../src/completions/parameterRules';
import { REQUEST_RULES } from '../../../src/completions/requestRules';
import { type Setting, SETTINGS } from '../../../src/editor/settingsTable';
import { readManifest, type SettingSchema, settingsOf } from '../../support/manifest';

const manifest = readManifest(join(__dirname, '..', '..', '..'));
const described = settingsOf(manifest);

/** Whether the extension takes `value` for the setting `inkling.NAME`. */
function takes(name: string, value: unknown): boolean {
  const setting = new Map<string, Setting<unknown>>(Object.entries(SETTINGS)).get(name);
  assert.ok(setting, `The extension reads no setting inkling.${name}`);
  return setting.fits(value);
}

function schemaOf(name: string): SettingSchema {
  const schema = described.get(`inkling.${name}`);
  assert.ok(schema, `package.json has no setting inkling.${name}`);
  return schema;
}

describe('The settings in package.json', () => {
  it('are those that the extension reads, in the order of their sections', () => {
    const names = Object.keys(SETTINGS).map((name) => `inkling.${name}`);
    assert.deepEqual([...described.keys()].sort(), names.sort());
    const orders = [...described.values()].map(({ order }) => order);
    assert.deepEqual(
      orders,
      orders.map((_, index) => index + 1),
    );
  });

  for (const name of Object.keys(SETTINGS)) {
    it(`say of ${name} what the extension takes`, () => {
      const schema = schemaOf(name);
      const { minimum, maximum } = schema;
      assert.ok(takes(name, schema.default), 'the default');
      assert.ok(
        !takes(name, { not: Symbol('a value of any setting') }) || schema.type === 'object',
      );
      for (const choice of schema.enum ?? []) assert.ok(takes(name, choice), choice);
      if (schema.enum) assert.ok(!takes(name, 'none of these'));
      for (const [edge, beyond] of [
        [minimum, (minimum ?? 0) - 1],
        [maximum, (maximum ?? 0) + 1],
      ]) {
        if (edge !== undefined) assert.ok(takes(name, edge), `${edge}`);
        if (edge !== undefined) assert.ok(!takes(name, beyond), `${beyond}`);
      }
      if ([schema.type].flat().some((type) => type === 'integer')) assert.ok(!takes(name, 1.5));
      if (schema.maxItems !== undefined) {
        assert.ok(takes(name, Array<string>(schema.maxItems).fill('a')));
        assert.ok(!takes(name, Array<string>(schema.maxItems + 1).fill('a')));
      }
    });

    it(`describe ${name} and each of its choices`, () => {
      const schema = schemaOf(name);
      assert.match(schema.markdownDescription, /^[A-Z].*[.)]$/s);
      const choices = schema.enumDescriptions ?? schema.markdownEnumDescriptions ?? [];
      assert.equal(choices.length, schema.enum?.length ?? 0);
    });
  }

  it('have the limits of the API', () => {
    const { temperature, top_p: topP, top_logprobs: topLogprobs, stop } = LIMITS;
    const range = (name: string) => [schemaOf(name).minimum, schemaOf(name).maximum];
    assert.deepEqual(range('temperature'), temperature);
    assert.deepEqual(range('topP'), topP);
    assert.deepEqual(range('topLogprobs'), topLogprobs);
    assert.deepEqual(range('minTokens'), [-1, undefined]);
    assert.deepEqual(range('maxTokens'), [1, undefined]);
    assert.deepEqual(range('completeSelection.maxTokens'), [1, undefined]);
    assert.equal(schemaOf('stop').maxItems, stop);
  });

  it('take every parameter of the API for Complete Selection, within its range', () => {
    const { properties = {} } = schemaOf('completeSelection.parameters');
    const rules = new Map<string, Rule>(Object.entries(REQUEST_RULES));
    // The text around the selection is the document's.
    rules.delete('suffix');
    assert.deepEqual(Object.keys(properties).sort(), [...rules.keys()].sort());
    for (const [parameter, schema] of Object.entries(properties)) {
      const takesIt = (value: unknown) => rules.get(parameter)?.(value) === undefined;
      const { minimum, maximum, maxItems } = schema;
      for (const choice of schema.enum ?? []) assert.ok(takesIt(choice), `${parameter} ${choice}`);
      if (minimum !== undefined) {
        assert.ok(takesIt(minimum) && !takesIt(minimum - 1), `${parameter} ${minimum}`);
      }
      if (maximum !== undefined) {
        assert.ok(takesIt(maximum) && !takesIt(maximum + 1), `${parameter} ${maximum}`);
      }
      if (maxItems !== undefined) {
        const list = Array<string>(maxItems).fill('a');
        assert.ok(takesIt(list) && !takesIt([...list, 'a']), `${parameter} ${maxItems}`);
      }
    }
  });

  it('offer every kind of server there is', () => {
    assert.deepEqual(schemaOf('dialect').enum, ['automatic', ...DIALECT_NAMES]);
  });

  it('cannot send code elsewhere from a workspace that is not trusted', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const server = ['backend', 'endpoint', 'dialect', 'headers'];
    for (const name of [...server, 'prompt.format', 'prompt.template']) {
      assert.ok(restrictedConfigurations.includes(`inkling.${name}`), name);
    }
    // Nor more of it than the person wants.
    const sent = [...described.keys()].filter((name) => name.startsWith('inkling.context.'));
    for (const name of [...sent, 'inkling.ignore', 'inkling.languages', 'inkling.disabledFiles']) {
      assert.ok(restrictedConfigurations.includes(name), name);
    }
    for (const name of [...server.slice(1), 'prompt.format', 'prompt.template']) {
      assert.equal(schemaOf(name).scope, 'machine-overridable', name);
    }
    assert.deepEqual(
      restrictedConfigurations.filter((name) => !described.has(name)),
      [],
    );
  });
});

describe('Commands in package.json', () => {
  for (const { command, title, category } of manifest.contributes.commands) {
    it(`are in the palette under Inkling: ${command}`, () => {
      assert.equal(category, 'Inkling');
      assert.doesNotMatch(title, /^Inkling/);
    });
  }
});
