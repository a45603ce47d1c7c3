import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../../src/completions/parameterLimits';
import { DIALECT_NAMES } from '../../../src/remote/dialects';
import { FORMAT_NAMES } from '../../../src/prompt/formats/promptFormat';
import { isTemplate } from '../../../src/prompt/formats/templateFormat';
import { FEWEST_TOKENS } from '../../../src/prompt/promptSize';

interface Schema {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly default?: unknown;
}

/** What package.json says of the setting `inkling.NAME`. */
function schemaOf(name: string): Schema {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as {
    contributes: { configuration: { properties: Record<string, Schema> } };
  };
  const schema = manifest.contributes.configuration.properties[`inkling.${name}`];
  assert.ok(schema, `package.json has no setting inkling.${name}`);
  return schema;
}

describe('The schema of the settings', () => {
  it('has the limits of the API', () => {
    const temperature = schemaOf('temperature');
    assert.deepEqual([temperature.minimum, temperature.maximum], LIMITS.temperature);
    const topP = schemaOf('topP');
    assert.deepEqual([topP.minimum, topP.maximum], LIMITS.top_p);
    assert.equal(schemaOf('stop').maxItems, LIMITS.stop);
    assert.equal(schemaOf('maxTokens').minimum, 1);
    assert.equal(schemaOf('completeSelection.maxTokens').minimum, 1);
  });

  it('offers every kind of server there is', () => {
    assert.deepEqual(schemaOf('dialect').enum, ['automatic', ...DIALECT_NAMES]);
  });

  it('offers every format of a prompt, and a template that is one', () => {
    const { enum: formats, markdownEnumDescriptions: described } = schemaOf('prompt.format');
    assert.deepEqual(formats, ['automatic', ...FORMAT_NAMES]);
    assert.equal(described?.length, formats.length);
    assert.ok(isTemplate(String(schemaOf('prompt.template').default)));
    assert.equal(schemaOf('prompt.maxTokens').minimum, FEWEST_TOKENS);
  });
});
